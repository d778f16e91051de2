import { createCounter } from '../language.ts'
import type { DecidedParts, TerminalTexts } from '../terminal-shape.ts'
import { beside } from './beside.ts'
import { inspect } from './inspect.ts'
import { page } from './page.ts'
import { waiting } from './waiting.ts'

const count = createCounter('cs')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávek' })
const ordersObject = count({ one: '# objednávku', few: '# objednávky', other: '# objednávek' })
const ofOrders = count({ one: '# objednávky', few: '# objednávek', other: '# objednávek' })
const inOrders = count({ one: 'u # objednávky', few: 'u # objednávek', other: 'u # objednávek' })
const customers = count({ one: '# zákazník', few: '# zákazníci', other: '# zákazníků' })
const toCustomers = count({ one: '# zákazníkovi', few: '# zákazníkům', other: '# zákazníkům' })
const requests = count({ one: '# požadavek', few: '# požadavky', other: '# požadavků' })
const inRequests = count({ one: 'v # požadavku', few: 've # požadavcích', other: 'v # požadavcích' })
const records = count({ one: '# řádek', few: '# řádky', other: '# řádků' })
const withRecords = count({ one: 's # řádkem', few: 'se # řádky', other: 's # řádky' })
const values = count({ one: '# hodnota', few: '# hodnoty', other: '# hodnot' })
const ofValues = count({ one: 'z # hodnoty', few: 'ze # hodnot', other: 'z # hodnot' })
const days = count({ one: 'poslední den', few: 'poslední # dny', other: 'posledních # dní' })
const runsBy = count({ one: '# během', few: '# běhy', other: '# běhy' })
const inReports = count({ one: 'v # zprávě', few: 've # zprávách', other: 'v # zprávách' })
const reports = count({ one: '# zpráva', few: '# zprávy', other: '# zpráv' })
const inHolds = count({ one: 'v # zadrženém plánu', few: 've # zadržených plánech', other: 'v # zadržených plánech' })
const exports = count({ one: '# export', few: '# exporty', other: '# exportů' })
const bytes = count({ one: '# bajt', few: '# bajty', other: '# bajtů' })
const problems = count({ one: '# problém', few: '# problémy', other: '# problémů' })
const differing = count({
  one: 'Lišila se # objednávka',
  few: 'Lišily se # objednávky',
  other: 'Lišilo se # objednávek',
})
const sent = count({ one: 'odešel # požadavek', few: 'odešly # požadavky', other: 'odešlo # požadavků' })
const onlyReads = count({ one: '1 jen na čtení', few: '# jen na čtení', other: '# jen na čtení' })
const accepted = count({
  one: '# objednávka přijata',
  few: '# objednávky přijaty',
  other: '# objednávek přijato',
})
const warned = count({ one: '# přijata s výhradou', few: '# přijaty s výhradou', other: '# přijato s výhradou' })
const rejected = count({ one: '# odmítnuta', few: '# odmítnuty', other: '# odmítnuto' })
const mailed = count({
  one: 'e-mail dostal # zákazník',
  few: 'e-mail dostali # zákazníci',
  other: 'e-mail dostalo # zákazníků',
})
const known = count({ one: 'známe # objednávku', few: 'známe # objednávky', other: 'známe # objednávek' })
const waits = count({
  one: '# změna stavu čeká',
  few: '# změny stavu čekají',
  other: '# změn stavu čeká',
})

const inDecisions = count({
  one: 'v # čekajícím rozhodnutí',
  few: 've # čekajících rozhodnutích',
  other: 'v # čekajících rozhodnutích',
})
const states = { none: '', read: 'přečtený', refused: 'odmítnutý', new: 'nový: přečte ho příští běh' } as const

const kinds: Readonly<Record<string, string>> = {
  approve: 'schválení',
  reject: 'zamítnutí',
  retry: 'nové odeslání',
  accept: 'ponechání podle e-shopu',
  overrule: 'přednost exportu',
  unblock: 'nový pokus s klíčem',
  dismiss: 'přeskočení souboru',
  undo: 'vrácení běhu',
  'undo-decision': 'zpětvzetí rozhodnutí',
  adopt: 'převzetí bez odeslání',
  forget: 'vymazání objednávky',
}
const kindOf = (kind: string): string => kinds[kind] ?? kind

function decided({ at, kind, hash, planned, quiet, about, undone, pin, adopted, by, became, run }: DecidedParts) {
  const parts = [
    hash === undefined ? '' : ` plánu ${hash}`,
    planned === undefined ? '' : ` (${orders(planned)})`,
    quiet === true ? ', bez e-mailů' : '',
    about.length === 0 ? '' : ` ${about.join(', ')}`,
    undone === undefined ? '' : ` (${orders(undone)})`,
    pin === true ? ', trvale' : '',
    adopted === undefined ? '' : ` (${orders(adopted)})`,
    by === undefined ? '' : `, rozhodl(a) ${by}`,
  ]
  const ends = {
    waiting: 'provede to příští běh',
    'taken back': run === undefined ? 'vzato zpět' : `provedl to běh ${run}, později vzato zpět`,
    void: `v běhu ${run} už z toho nic nebylo potřeba`,
    done: `provedl to běh ${run}`,
  }
  return `${at}  ${kindOf(kind)}${parts.join('')}: ${ends[became]}`
}

/** The command line in Czech. */
export const terminal: TerminalTexts = {
  orders,
  field: (name) => new Map(Object.entries<string>(page.fields)).get(name) ?? name,
  yes: 'ano',
  no: 'ne',
  cleared: '(smazáno)',
  warning: 'upozornění',
  more: (more) => `… a další: ${more}; všechno ukáže --json.`,
  nextRunActs: 'Provede to příští běh; hned: order-sync run',
  functionActs: 'Nasazená funkce se tím probudí; kdyby ne: order-sync invoke',
  nothingDecided: 'Nic se nerozhodlo.',
  yesOrNo: '[a/N]',
  plan: {
    adopts: (number) => `První export zdroje: bez odeslání by se převzalo ${ordersObject(number)}.`,
    nothing: 'Není co měnit.',
    unasked: (number) =>
      `Zatím se nic neví: běh se nejdřív zeptá e-shopu, co ukazuje (${orders(number)}, „firstRun“: „shop“), a pošle rozdíl.`,
    looks: (number) =>
      `Běh si nejdřív přečte z e-shopu ${ordersObject(number)} („verify“): co už ukazuje, to se neposílá, a co tam někdo změnil, to vám řekne.`,
    mail: 'e-mail',
    columns: { order: 'objednávka', field: 'pole', before: 'teď', after: 'nově', why: 'proč' },
    approved: 'schváleno',
    moreRows: count({
      one: '… a ještě # pole; ukáže ho --rows all.',
      few: '… a ještě # pole; ukáže je --rows all.',
      other: '… a ještě # polí; ukáže je --rows all.',
    }),
    sums: 'Souhrn změn:',
    set: 'vyplněno',
    changed: 'změněno',
    leftOut: 'Vynecháno:',
    waitsFor: page.waitsFor,
    inRequests: (changed, needed) => `${orders(changed)} ${inRequests(needed)}`,
    mailsNobody: 'e-mail nedostane nikdo',
    mails: (mails) => `e-maily zákazníkům: ${mails}`,
    passes: 'Může odejít, nic ho nezadržuje.',
    holds: 'Čeká na vaše rozhodnutí:',
    hash: (hash) => `Plán ${hash}`,
    decideWith: (hash) => `Rozhodnete příkazem: order-sync approve ${hash}, nebo: order-sync reject ${hash}`,
    page: (file) => `Stránka s plánem: ${file}`,
  },
  run: {
    outcomes: {
      done: 'Hotovo.',
      idle: 'Není co dělat.',
      busy: 'Právě pracuje jiný běh; tento mu všechno nechává.',
      held: 'Čeká na vás: nic se neodešle, dokud někdo nerozhodne.',
      blocked: 'Stojí: e-shop odmítl klíč.',
      failed: 'Selhalo.',
    },
    read: (file, number, invalid) =>
      `Přečteno ${file}: ${records(number)}${invalid > 0 ? `, z toho nepoužitelných ${invalid}` : ''}.`,
    refused: (file) => `Odmítnuto ${file}: nic z něj se nepoužilo.`,
    readMore: count({
      one: 'Přečten ještě # export.',
      few: 'Přečteny ještě # exporty.',
      other: 'Přečteno ještě # exportů.',
    }),
    adopted: (number) => `Bez odeslání převzato: ${orders(number)}.`,
    nothingToAdopt: 'Nebylo co převzít: co exporty říkají, je už potvrzené.',
    posted: (figures) => ({
      sent: `${differing(figures.planned)}, ${figures.requests > figures.reads ? sent(figures.requests - figures.reads) : 'nic se neodeslalo'}${figures.reads > 0 ? ` (a ${onlyReads(figures.reads)})` : ''}`,
      results: [
        accepted(figures.accepted),
        figures.warned > 0 ? warned(figures.warned) : '',
        figures.rejected > 0 ? rejected(figures.rejected) : '',
        figures.unknown > 0 ? `${figures.unknown} bez jasné odpovědi` : '',
        mailed(figures.mailed),
      ],
    }),
    stillWaits: (number, until) =>
      `${count({ one: 'Na odeslání ještě čeká # objednávka', few: 'Na odeslání ještě čekají # objednávky', other: 'Na odeslání ještě čeká # objednávek' })(number)}${until === undefined ? '' : `, asi do ${until}`}`,
    gate: (number, fields, { order, until }) =>
      number === 1
        ? `1 změna stavu čeká na ${fields.join(' nebo ')}: objednávka ${order}, do ${until} (podrobnosti: order-sync status).`
        : `${waits(number)} na ${fields.join(' nebo ')}. Nejdřív skončí čekání objednávky ${order}: ${until} (všechny vypíše order-sync status).`,
    archive: (place) => `Požadavky a odpovědi: ${place}`,
    several: (number, named) =>
      `${orders(number)}: ${named.join(', ')}${number > named.length ? ` a další: ${number - named.length}` : ''}`,
    reading: (file, percent, left) => `Čtu ${file}: ${percent}${left === undefined ? '' : `, zbývá ${left}`}`,
    readingMany: (read, of) => `přečteno ${read} z ${of} exportů`,
    sending: (done, of, pace) =>
      `Odesílám: ${done} z ${ofOrders(of)}${pace === undefined ? '' : `, ${pace.perSecond} za sekundu, zbývá ${pace.left}`}`,
  },
  status: {
    noRun: (shop) => `E-shop ${shop} ještě neměl žádný běh.`,
    vanished: (report) =>
      `Celá složka state/ zmizela, ale ${report} svědčí o dřívějším běhu. Příští běh by byl první: co čeká na odeslání, by měl za odeslané. Nejdřív vraťte state/ zpět; jak, říká docs/runbook.md, „Vanished state“.`,
    head: (shop, number, { run, at }) =>
      `E-shop ${shop}: ${known(number)}, poslední běh, který měl co dělat: ${run}, ${at}.`,
    counts: ({ pending, held, because }) =>
      `Čeká na odeslání: ${pending}${because.length === 0 ? '' : ` (${because.join(', ')})`}, zadrženo: ${held}.`,
    allowance: (at, hour, of, day) => `Limit požadavků (${at}): v této hodině zbývá ${hour} z ${of}, dnes ${day}.`,
    notBefore: (time) => `Nic se nepošle dřív než ${time}.`,
    blocked: (since, status, message) =>
      `Stojí od ${since}: e-shop odmítl klíč (${status}). ${message} Uložte správný klíč, nebo: order-sync unblock`,
    decided: (at, kind, by, about) =>
      `Rozhodnuto ${at}${by === undefined ? '' : `, rozhodl(a) ${by}`}: ${kindOf(kind)}${about}; provede to příští běh.`,
    parked: 'E-shop je odmítl (znovu je pošle order-sync retry [OBJEDNÁVKA…]):',
    parkedOrder: (shopSays, attempts, next) => `e-shop říká: ${shopSays}; pokusů ${attempts}, další ${next}`,
    alerts: 'Na co jste byli upozorněni a ještě trvá:',
    alert: (kind, since, what) => `${kind}, od ${since}: ${what}`,
    waits: (number) => `${waits(number)} na další údaje („waitFor“):`,
    edited:
      'Změněno ručně v e-shopu (order-sync accept OBJEDNÁVKA… to nechá být, order-sync overrule OBJEDNÁVKA… pošle hodnotu z exportu):',
    pinned: 'Vráceno a podrženo (nebere se v úvahu, dokud exporty neřeknou něco jiného):',
    lastRun: (run) => `Z posledního běhu (${run}):`,
    lastExports: (run) => `O naposledy přečtených exportech (${run}):`,
    runs: 'Běhy:',
    unreadable: (key) => `Zprávu ${key} nejde přečíst: je poškozená, nebo se zapsala jen zčásti.`,
    outcome: (outcome) => page.outcomes[outcome],
    inRun: (figures) =>
      [
        ...(figures.adopted > 0 ? [`bez odeslání převzato ${orders(figures.adopted)}`] : []),
        `k odeslání ${orders(figures.planned)}, ${sent(figures.requests - figures.reads)}${figures.reads > 0 ? ` (a ${onlyReads(figures.reads)})` : ''}`,
        ...(figures.accepted > 0 ? [accepted(figures.accepted)] : []),
        ...(figures.warned > 0 ? [warned(figures.warned)] : []),
        ...(figures.rejected > 0 ? [rejected(figures.rejected)] : []),
        ...(figures.unknown > 0 ? [`${figures.unknown} bez jasné odpovědi`] : []),
        ...(figures.problems > 0 ? [problems(figures.problems)] : []),
      ].join(', '),
    held: (since, changed, mails) =>
      `Od ${since} na vás čeká plán: ${orders(changed)}, ${mails === 0 ? 'e-mail by se neposlal nikomu' : `e-mail by se poslal ${toCustomers(mails)}`}.`,
    feed: (name, last) =>
      `Zdroj ${name}: ${last === undefined ? 'zatím žádný export' : `poslední export ${last.file}, ${last.at}, ${withRecords(last.records)}`}.`,
    newest: (time) => `poslední nahraný soubor je z ${time}.`,
    backlog: (read, of) => `přečteno ${read} z ${of} exportů; příští běh pokračuje.`,
    refused: (reason, key) => `odmítnuto: ${reason} Nahraďte ho, nebo: order-sync dismiss ${key}`,
    looksWrong: (reason) => `vypadá podezřele: ${reason}`,
  },
  history: {
    unsent: (order, number) => `O objednávce ${order} se za ${days(number)} nic neodeslalo.`,
    unknown: (order, number) =>
      `O objednávce ${order} se za ${days(number)} nic neodeslalo a neuvádí ji žádný export. Je to číslo, které ukazuje e-shop?`,
    mailing: 's e-mailem zákazníkovi',
    outcomes: {
      accepted: 'přijato',
      'accepted with warnings': 'přijato s výhradou',
      rejected: 'odmítnuto',
      unknown: 'bez jasné odpovědi',
      'not taken': 'požadavek nebyl přijat',
    },
    sent: (fields) => `odesláno: ${fields}`,
    shopSays: (words) => `e-shop říká: ${words}`,
    because: (file, record) =>
      record === undefined ? `kvůli ${file}, což se vzalo zpět` : `kvůli ${file}, řádek č. ${record}`,
    about: (fields) => `týká se: ${fields}`,
  },
  decisions: {
    none: (number) => `Za ${days(number)} se o ničem nerozhodovalo.`,
    takenBackWith: 'Co ještě neodešlo, vezmete zpět příkazem: order-sync undo-decision ID',
    kind: kindOf,
    one: decided,
  },
  drift: {
    asked: (changed, since, asked) => `Od ${since} se v e-shopu změnilo: ${orders(changed)} (${requests(asked)}).`,
    same: 'Všechny ukazují, co o nich víme.',
    differ: (number) =>
      count({
        one: '# objednávka ukazuje něco jiného, než o ní víme:',
        few: '# objednávky ukazují něco jiného, než o nich víme:',
        other: '# objednávek ukazuje něco jiného, než o nich víme:',
      })(number),
    notSent: (value) => `${value} (převzato bez odeslání)`,
    columns: ['objednávka', 'pole', 'známe', 'v e-shopu', 'podle exportu'],
    end: 'Nic se nezměnilo. Co se stane, až export řekne něco nového, určuje „drift“ v nastavení.',
  },
  check: {
    logins: {
      taken: 'E-shop přihlášení přijímá.',
      refused: 'E-shop přihlášení odmítá.',
      'not asked': 'E-shopu jsme se neptali.',
      unreachable: 'E-shop není dostupný.',
    },
    mayUse: (rights) => `Smí používat: ${rights}.`,
    columns: ['', 'z nastavení', 'v e-shopu', 'sám od sebe'],
    kinds: (kind) =>
      kind === 'field' ? 'vlastní pole' : kind === 'status' ? 'stav' : kind === 'status id' ? 'číslo stavu' : kind,
    notKnown: 'neví se',
    there: 'ano',
    missing: 'CHYBÍ',
    does: (what) => `objednávka ${what}`,
    allowance: (hour, ofHour, day, ofDay) =>
      `Limit požadavků: v této hodině zbývá ${hour} z ${ofHour}, dnes ${day} z ${ofDay}.`,
    feed: (feed, { file, at, bytes: size }, state) =>
      `Zdroj ${feed}: ${file}, ${at}, ${bytes(size)}, ${states[state]}.`,
    state: (number, { run, at }, { pending, held, because }) =>
      `Stav: ${known(number)}, poslední běh ${run}, ${at}; čeká na odeslání ${pending}${because.length === 0 ? '' : ` (${because.join(', ')})`}, zadrženo ${held}.`,
    missingOne: 'chybí',
    good: (asked) => `Všechno je na místě (${requests(asked)}).`,
    bad: (number) => `Nedostatků: ${number}.`,
  },
  undo: {
    nothing: (run) => `Z běhu ${run} teď nejde nic vrátit.`,
    notTakenBack: (number) => `Co zůstane, jak je (${values(number)}):`,
    pin: 'Co exporty pořád říkají, by se nastavilo znovu: nejdřív to opravte v účetním programu, nebo to vraťte s --pin; pak se to nebere v úvahu, dokud neřeknou něco jiného.',
    mailedNobody: 'Tento běh nikomu nepsal.',
    mailed: (number) => `Komu běh poslal e-mail (${customers(number)}):`,
    perhaps: '(možná: odpověď se ztratila)',
    file: (file) => `Komu běh poslal e-mail: ${file}`,
    question: (number) => `Vrátit zpět ${ordersObject(number)}?`,
    sayYes: 'Nic se nerozhodlo. Zpět to vrátíte s --yes.',
    held: ' Pojistka to zadrží: potom plán schvalte.',
    done: (number, run, id) => `Z běhu ${run} se vrátí zpět: ${orders(number)} (rozhodnutí ${id}).`,
  },
  ledger: {
    sums: (month, number, of) =>
      `${month}: ${values(number)} ${inOrders(of.orders)}, nastaveno ${runsBy(of.runs)}, ${mailed(of.mailed)}.`,
    same: 'Zprávy běhů říkají totéž.',
    unreported: (dead, reported, mails) =>
      `Běhy bez čitelné zprávy: ${dead.join(', ')}. Zprávy ostatních uvádějí: ${orders(reported)}, ${mailed(mails)}.`,
    differs: (run, report, archive) =>
      `Zpráva běhu ${run} uvádí: ${orders(report.orders)}, ${mailed(report.mailed)}; jeho archiv: ${orders(archive.orders)}, ${mailed(archive.mailed)}.`,
    written: (file) => `Zapsáno: ${file}`,
  },
  decide: {
    approveQuestion: (hash, number, mails) =>
      `Schválit plán ${hash}${number === undefined ? '' : ` (${orders(number)})`}${mails === undefined ? '' : mails === 0 ? ', bez e-mailů' : `, e-mail se pošle ${toCustomers(mails)}`}?`,
    approved: ({ hash, stillWanted, values: all, orders: of, mails }) =>
      `Plán ${hash} je schválený: ${stillWanted} ${ofValues(all)}${of === undefined ? '' : ` (${orders(of)})`} exporty ještě chtějí, a smí to odejít${mails === undefined ? '' : mails === 0 ? ', bez e-mailů' : `, e-mail o platbě se pošle ${toCustomers(mails)}`}.`,
    rejectQuestion: (hash) => `Zahodit, co by plán ${hash} změnil, dokud exporty neřeknou něco jiného?`,
    rejected: ({ hash, stillWanted, values: all, orders: of }) =>
      `Plán ${hash} je zamítnutý: ${stillWanted} ${ofValues(all)}${of === undefined ? '' : ` (${orders(of)})`} neodejde, dokud exporty neřeknou něco jiného; order-sync plan je vypíše jako vynechané.`,
    noneParked: 'Žádnou objednávku e-shop neodmítl.',
    retried: (number) => `Znovu se pošle: ${orders(number)}.`,
    accepted: (number) =>
      count({
        one: '# objednávka zůstane, jak ji ukazuje e-shop, dokud export neřekne něco jiného.',
        few: '# objednávky zůstanou, jak je ukazuje e-shop, dokud export neřekne něco jiného.',
        other: '# objednávek zůstane, jak je ukazuje e-shop, dokud export neřekne něco jiného.',
      })(number),
    overruleQuestion: (number) =>
      `Nastavit ${ordersObject(number)} podle exportu přes to, co někdo nastavil v e-shopu? Zákazníci mohou dostat e-mail.`,
    overruled: (number) => `Podle exportu se nastaví: ${orders(number)}.`,
    unblocked: 'Klíč se zkusí ještě jednou.',
    passOver: (what) => `${what} Přeskočit ho?`,
    passedOver: (key) => `Export ${key} se přeskočí.`,
    alsoPassedOver: (key, reason) => ` Stejně tak ${key}, který také nejde použít: ${reason}`,
    feedGoesOn: (feed) => ` Zdroj „${feed}“ pokračuje s tím, co četl naposledy.`,
    feedReads: (feed, key, at) => ` Zdroj „${feed}“ místo něj přečte ${key} (${at}), který se ještě nečetl.`,
    cannotEither: (reason) => ` Ani ten nejde použít: ${reason}`,
    takeBackQuestion: (id) => `Vzít zpět rozhodnutí ${id}?`,
    takenBack: (id, number) =>
      `Rozhodnutí ${id} je vzaté zpět${number === undefined ? '' : `: čeká z něj ještě ${values(number)}`}.`,
    adoptQuestion: 'Převzít všechno, co exporty říkají, jako to, co e-shop už ukazuje, a nic neposílat?',
  },
  past: {
    unknown: (order) =>
      `Objednávku ${order} neuvádí žádný export ani nic, co je uložené. Je to číslo, které ukazuje e-shop? Nic se nezměnilo.`,
    found: (order, found) =>
      `Hodnoty objednávky ${order} jsou ${inRequests(found.exchanges)} v archivu, ${inReports(found.reports)}, ${inHolds(found.holds)} a ${inDecisions(found.decisions)}.`,
    forgetQuestion: ' Vymazat je, navždy?',
    forgotten: ' Jsou vymazané. Běh je vymaže i ze stavu a o této objednávce už nic nepřijme.',
    exportsStay: 'Exporty, které ji ještě uvádějí, patří účetnímu programu.',
    notForgotten: ' Nic se nezměnilo. Vymažete je s --yes.',
    nothingOld: 'Nic není starší, než dovoluje nastavení.',
    old: (found) =>
      `Starší než „retention“ v nastavení: ${requests(found.exchanges)} v archivu, ${reports(found.reports)} a ${exports(found.exports)}.`,
    deleteQuestion: ' Smazat?',
    deleted: 'Smazáno. ',
  },
  ...beside,
  inspect,
  waiting,
  unexpected: (reason) => `Stalo se něco, co se stát nemělo: ${reason}`,
}
