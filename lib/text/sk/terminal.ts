import { createCounter } from '../language.ts'
import type { DecidedParts, TerminalTexts } from '../terminal-shape.ts'
import { beside } from './beside.ts'
import { inspect } from './inspect.ts'
import { page } from './page.ts'
import { waiting } from './waiting.ts'

const count = createCounter('sk')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávok' })
const ordersObject = count({ one: '# objednávku', few: '# objednávky', other: '# objednávok' })
const ofOrders = count({ one: '# objednávky', few: '# objednávok', other: '# objednávok' })
const inOrders = count({ one: 'pri # objednávke', few: 'pri # objednávkach', other: 'pri # objednávkach' })
const customers = count({ one: '# zákazník', few: '# zákazníci', other: '# zákazníkov' })
const toCustomers = count({ one: '# zákazníkovi', few: '# zákazníkom', other: '# zákazníkom' })
const requests = count({ one: '# požiadavka', few: '# požiadavky', other: '# požiadaviek' })
const inRequests = count({ one: 'v # požiadavke', few: 'v # požiadavkách', other: 'v # požiadavkách' })
const records = count({ one: '# riadok', few: '# riadky', other: '# riadkov' })
const withRecords = count({ one: 's # riadkom', few: 's # riadkami', other: 's # riadkami' })
const values = count({ one: '# hodnota', few: '# hodnoty', other: '# hodnôt' })
const ofValues = count({ one: 'z # hodnoty', few: 'zo # hodnôt', other: 'z # hodnôt' })
const days = count({ one: 'posledný deň', few: 'posledné # dni', other: 'posledných # dní' })
const runsBy = count({ one: '# behom', few: '# behmi', other: '# behmi' })
const inReports = count({ one: 'v # správe', few: 'v # správach', other: 'v # správach' })
const reports = count({ one: '# správa', few: '# správy', other: '# správ' })
const inHolds = count({ one: 'v # zadržanom pláne', few: 'v # zadržaných plánoch', other: 'v # zadržaných plánoch' })
const exports = count({ one: '# export', few: '# exporty', other: '# exportov' })
const bytes = count({ one: '# bajt', few: '# bajty', other: '# bajtov' })
const problems = count({ one: '# problém', few: '# problémy', other: '# problémov' })
const differing = count({
  one: 'Líšila sa # objednávka',
  few: 'Líšili sa # objednávky',
  other: 'Líšilo sa # objednávok',
})
const sent = count({ one: 'odišla # požiadavka', few: 'odišli # požiadavky', other: 'odišlo # požiadaviek' })
const onlyReads = count({ one: '1 len na čítanie', few: '# len na čítanie', other: '# len na čítanie' })
const accepted = count({
  one: '# objednávka prijatá',
  few: '# objednávky prijaté',
  other: '# objednávok prijatých',
})
const warned = count({ one: '# prijatá s výhradou', few: '# prijaté s výhradou', other: '# prijatých s výhradou' })
const rejected = count({ one: '# odmietnutá', few: '# odmietnuté', other: '# odmietnutých' })
const mailed = count({
  one: 'e-mail dostal # zákazník',
  few: 'e-mail dostali # zákazníci',
  other: 'e-mail dostalo # zákazníkov',
})
const known = count({ one: 'poznáme # objednávku', few: 'poznáme # objednávky', other: 'poznáme # objednávok' })
const waits = count({
  one: '# zmena stavu čaká',
  few: '# zmeny stavu čakajú',
  other: '# zmien stavu čaká',
})

const inDecisions = count({
  one: 'v # čakajúcom rozhodnutí',
  few: 'v # čakajúcich rozhodnutiach',
  other: 'v # čakajúcich rozhodnutiach',
})
const states = { none: '', read: 'prečítaný', refused: 'odmietnutý', new: 'nový: prečíta ho ďalší beh' } as const

const kinds: Readonly<Record<string, string>> = {
  approve: 'schválenie',
  reject: 'zamietnutie',
  retry: 'nové odoslanie',
  accept: 'ponechanie podľa e-shopu',
  overrule: 'prednosť exportu',
  unblock: 'nový pokus s kľúčom',
  dismiss: 'preskočenie súboru',
  undo: 'vrátenie behu',
  'undo-decision': 'spätvzatie rozhodnutia',
  adopt: 'prevzatie bez odoslania',
  forget: 'vymazanie objednávky',
}
const kindOf = (kind: string): string => kinds[kind] ?? kind

function decided({ at, kind, hash, planned, quiet, about, undone, pin, adopted, by, became, run }: DecidedParts) {
  const parts = [
    hash === undefined ? '' : ` plánu ${hash}`,
    planned === undefined ? '' : ` (${orders(planned)})`,
    quiet === true ? ', bez e-mailov' : '',
    about.length === 0 ? '' : ` ${about.join(', ')}`,
    undone === undefined ? '' : ` (${orders(undone)})`,
    pin === true ? ', natrvalo' : '',
    adopted === undefined ? '' : ` (${orders(adopted)})`,
    by === undefined ? '' : `, rozhodol(-la) ${by}`,
  ]
  const ends = {
    waiting: 'vykoná to ďalší beh',
    'taken back': run === undefined ? 'vzaté späť' : `vykonal to beh ${run}, neskôr vzaté späť`,
    void: `v behu ${run} už z toho nič nebolo treba`,
    done: `vykonal to beh ${run}`,
  }
  return `${at}  ${kindOf(kind)}${parts.join('')}: ${ends[became]}`
}

/** The command line in Slovak. */
export const terminal: TerminalTexts = {
  orders,
  field: (name) => new Map(Object.entries<string>(page.fields)).get(name) ?? name,
  yes: 'áno',
  no: 'nie',
  cleared: '(vymazané)',
  warning: 'upozornenie',
  more: (more) => `… a ďalšie: ${more}; všetko ukáže --json.`,
  nextRunActs: 'Vykoná to ďalší beh; hneď: order-sync run',
  functionActs: 'Nasadená funkcia sa tým prebudí; keby nie: order-sync invoke',
  nothingDecided: 'O ničom sa nerozhodlo.',
  yesOrNo: '[a/N]',
  plan: {
    adopts: (number) => `Prvý export zdroja: bez odoslania by sa prevzalo ${ordersObject(number)}.`,
    nothing: 'Nie je čo meniť.',
    unasked: (number) =>
      `Zatiaľ sa nič nevie: beh sa najprv opýta e-shopu, čo ukazuje (${orders(number)}, „firstRun“: „shop“), a pošle rozdiel.`,
    looks: (number) =>
      `Beh si najprv prečíta z e-shopu ${ordersObject(number)} („verify“): čo už ukazuje, to sa neposiela, a čo tam niekto zmenil, to vám povie.`,
    mail: 'e-mail',
    columns: { order: 'objednávka', field: 'pole', before: 'teraz', after: 'nové', why: 'prečo' },
    approved: 'schválené',
    moreRows: count({
      one: '… a ešte # pole; ukáže ho --rows all.',
      few: '… a ešte # polia; ukáže ich --rows all.',
      other: '… a ešte # polí; ukáže ich --rows all.',
    }),
    sums: 'Súhrn zmien:',
    set: 'vyplnené',
    changed: 'zmenené',
    leftOut: 'Vynechané:',
    waitsFor: page.waitsFor,
    inRequests: (changed, needed) => `${orders(changed)} ${inRequests(needed)}`,
    mailsNobody: 'e-mail nedostane nikto',
    mails: (mails) => `e-maily zákazníkom: ${mails}`,
    passes: 'Môže odísť, nič ho nezadržiava.',
    holds: 'Čaká na vaše rozhodnutie:',
    hash: (hash) => `Plán ${hash}`,
    decideWith: (hash) => `Rozhodnete príkazom: order-sync approve ${hash}, alebo: order-sync reject ${hash}`,
    page: (file) => `Stránka s plánom: ${file}`,
  },
  run: {
    outcomes: {
      done: 'Hotovo.',
      idle: 'Nie je čo robiť.',
      busy: 'Práve pracuje iný beh; tento mu všetko necháva.',
      held: 'Čaká na vás: nič sa neodošle, kým niekto nerozhodne.',
      blocked: 'Stojí: e-shop odmietol kľúč.',
      failed: 'Zlyhalo.',
    },
    read: (file, number, invalid) =>
      `Prečítané ${file}: ${records(number)}${invalid > 0 ? `, z toho nepoužiteľných ${invalid}` : ''}.`,
    refused: (file) => `Odmietnuté ${file}: nič z neho sa nepoužilo.`,
    readMore: count({
      one: 'Prečítaný ešte # export.',
      few: 'Prečítané ešte # exporty.',
      other: 'Prečítaných ešte # exportov.',
    }),
    adopted: (number) => `Bez odoslania prevzaté: ${orders(number)}.`,
    nothingToAdopt: 'Nebolo čo prevziať: čo exporty hovoria, je už potvrdené.',
    posted: (figures) => ({
      sent: `${differing(figures.planned)}, ${figures.requests > figures.reads ? sent(figures.requests - figures.reads) : 'nič sa neodoslalo'}${figures.reads > 0 ? ` (a ${onlyReads(figures.reads)})` : ''}`,
      results: [
        accepted(figures.accepted),
        figures.warned > 0 ? warned(figures.warned) : '',
        figures.rejected > 0 ? rejected(figures.rejected) : '',
        figures.unknown > 0 ? `${figures.unknown} bez jasnej odpovede` : '',
        mailed(figures.mailed),
      ],
    }),
    stillWaits: (number, until) =>
      `${count({ one: 'Na odoslanie ešte čaká # objednávka', few: 'Na odoslanie ešte čakajú # objednávky', other: 'Na odoslanie ešte čaká # objednávok' })(number)}${until === undefined ? '' : `, asi do ${until}`}`,
    gate: (number, fields, { order, until }) =>
      number === 1
        ? `1 zmena stavu čaká na ${fields.join(' alebo ')}: objednávka ${order}, do ${until} (podrobnosti: order-sync status).`
        : `${waits(number)} na ${fields.join(' alebo ')}. Najskôr sa skončí čakanie objednávky ${order}: ${until} (všetky vypíše order-sync status).`,
    archive: (place) => `Požiadavky a odpovede: ${place}`,
    several: (number, named) =>
      `${orders(number)}: ${named.join(', ')}${number > named.length ? ` a ďalšie: ${number - named.length}` : ''}`,
    reading: (file, percent, left) => `Čítam ${file}: ${percent}${left === undefined ? '' : `, zostáva ${left}`}`,
    readingMany: (read, of) => `prečítané ${read} z ${of} exportov`,
    sending: (done, of, pace) =>
      `Odosielam: ${done} z ${ofOrders(of)}${pace === undefined ? '' : `, ${pace.perSecond} za sekundu, zostáva ${pace.left}`}`,
  },
  status: {
    noRun: (shop) => `E-shop ${shop} ešte nemal žiadny beh.`,
    vanished: (report) =>
      `Celý priečinok state/ zmizol, ale ${report} svedčí o skoršom behu. Ďalší beh by bol prvý: čo čaká na odoslanie, by mal za odoslané. Najprv vráťte state/ späť; ako, hovorí docs/runbook.md, „Vanished state“.`,
    head: (shop, number, { run, at }) =>
      `E-shop ${shop}: ${known(number)}, posledný beh, ktorý mal čo robiť: ${run}, ${at}.`,
    counts: ({ pending, held, because }) =>
      `Čaká na odoslanie: ${pending}${because.length === 0 ? '' : ` (${because.join(', ')})`}, zadržané: ${held}.`,
    allowance: (at, hour, of, day) => `Limit požiadaviek (${at}): v tejto hodine zostáva ${hour} z ${of}, dnes ${day}.`,
    notBefore: (time) => `Nič sa nepošle skôr ako ${time}.`,
    blocked: (since, status, message) =>
      `Stojí od ${since}: e-shop odmietol kľúč (${status}). ${message} Uložte správny kľúč, alebo: order-sync unblock`,
    decided: (at, kind, by, about) =>
      `Rozhodnuté ${at}${by === undefined ? '' : `, rozhodol(la) ${by}`}: ${kindOf(kind)}${about}; vykoná to ďalší beh.`,
    parked: 'E-shop ich odmietol (znova ich pošle order-sync retry [OBJEDNÁVKA…]):',
    parkedOrder: (shopSays, attempts, next) => `e-shop hovorí: ${shopSays}; pokusov ${attempts}, ďalší ${next}`,
    alerts: 'Na čo ste boli upozornení a ešte trvá:',
    alert: (kind, since, what) => `${kind}, od ${since}: ${what}`,
    waits: (number) => `${waits(number)} na ďalšie údaje („waitFor“):`,
    edited:
      'Zmenené ručne v e-shope (order-sync accept OBJEDNÁVKA… to nechá tak, order-sync overrule OBJEDNÁVKA… pošle hodnotu z exportu):',
    pinned: 'Vrátené a podržané (neberie sa do úvahy, kým exporty nepovedia niečo iné):',
    lastRun: (run) => `Z posledného behu (${run}):`,
    lastExports: (run) => `O naposledy prečítaných exportoch (${run}):`,
    runs: 'Behy:',
    unreadable: (key) => `Správa ${key} sa nedá prečítať: je poškodená alebo sa zapísala len sčasti.`,
    outcome: (outcome) => page.outcomes[outcome],
    inRun: (figures) =>
      [
        ...(figures.adopted > 0 ? [`bez odoslania prevzaté ${orders(figures.adopted)}`] : []),
        `na odoslanie ${orders(figures.planned)}, ${sent(figures.requests - figures.reads)}${figures.reads > 0 ? ` (a ${onlyReads(figures.reads)})` : ''}`,
        ...(figures.accepted > 0 ? [accepted(figures.accepted)] : []),
        ...(figures.warned > 0 ? [warned(figures.warned)] : []),
        ...(figures.rejected > 0 ? [rejected(figures.rejected)] : []),
        ...(figures.unknown > 0 ? [`${figures.unknown} bez jasnej odpovede`] : []),
        ...(figures.problems > 0 ? [problems(figures.problems)] : []),
      ].join(', '),
    held: (since, changed, mails) =>
      `Od ${since} na vás čaká plán: ${orders(changed)}, ${mails === 0 ? 'e-mail by sa neposlal nikomu' : `e-mail by sa poslal ${toCustomers(mails)}`}.`,
    feed: (name, last) =>
      `Zdroj ${name}: ${last === undefined ? 'zatiaľ žiadny export' : `posledný export ${last.file}, ${last.at}, ${withRecords(last.records)}`}.`,
    newest: (time) => `posledný nahraný súbor je z ${time}.`,
    backlog: (read, of) => `prečítané ${read} z ${of} exportov; ďalší beh pokračuje.`,
    refused: (reason, key) => `odmietnuté: ${reason} Nahraďte ho, alebo: order-sync dismiss ${key}`,
    looksWrong: (reason) => `vyzerá podozrivo: ${reason}`,
  },
  history: {
    unsent: (order, number) => `O objednávke ${order} sa za ${days(number)} nič neodoslalo.`,
    unknown: (order, number) =>
      `O objednávke ${order} sa za ${days(number)} nič neodoslalo a neuvádza ju žiadny export. Je to číslo, ktoré ukazuje e-shop?`,
    mailing: 's e-mailom zákazníkovi',
    outcomes: {
      accepted: 'prijaté',
      'accepted with warnings': 'prijaté s výhradou',
      rejected: 'odmietnuté',
      unknown: 'bez jasnej odpovede',
      'not taken': 'požiadavka nebola prijatá',
    },
    sent: (fields) => `odoslané: ${fields}`,
    shopSays: (words) => `e-shop hovorí: ${words}`,
    because: (file, record) =>
      record === undefined ? `pre ${file}, čo sa vzalo späť` : `pre ${file}, riadok č. ${record}`,
    about: (fields) => `týka sa: ${fields}`,
  },
  decisions: {
    none: (number) => `Za ${days(number)} sa o ničom nerozhodovalo.`,
    takenBackWith: 'Čo ešte neodišlo, vezmete späť príkazom: order-sync undo-decision ID',
    kind: kindOf,
    one: decided,
  },
  drift: {
    asked: (changed, since, asked) => `Od ${since} sa v e-shope zmenilo: ${orders(changed)} (${requests(asked)}).`,
    same: 'Všetky ukazujú, čo o nich vieme.',
    differ: (number) =>
      count({
        one: '# objednávka ukazuje niečo iné, než o nej vieme:',
        few: '# objednávky ukazujú niečo iné, než o nich vieme:',
        other: '# objednávok ukazuje niečo iné, než o nich vieme:',
      })(number),
    notSent: (value) => `${value} (prevzaté bez odoslania)`,
    columns: ['objednávka', 'pole', 'poznáme', 'v e-shope', 'podľa exportu'],
    end: 'Nič sa nezmenilo. Čo sa stane, keď export povie niečo nové, určuje „drift“ v nastavení.',
  },
  check: {
    logins: {
      taken: 'E-shop prihlásenie prijíma.',
      refused: 'E-shop prihlásenie odmieta.',
      'not asked': 'E-shopu sme sa nepýtali.',
      unreachable: 'E-shop nie je dostupný.',
    },
    mayUse: (rights) => `Smie používať: ${rights}.`,
    columns: ['', 'z nastavenia', 'v e-shope', 'sám od seba'],
    kinds: (kind) =>
      kind === 'field' ? 'vlastné pole' : kind === 'status' ? 'stav' : kind === 'status id' ? 'číslo stavu' : kind,
    notKnown: 'nevie sa',
    there: 'áno',
    missing: 'CHÝBA',
    does: (what) => `objednávka ${what}`,
    allowance: (hour, ofHour, day, ofDay) =>
      `Limit požiadaviek: v tejto hodine zostáva ${hour} z ${ofHour}, dnes ${day} z ${ofDay}.`,
    feed: (feed, { file, at, bytes: size }, state) =>
      `Zdroj ${feed}: ${file}, ${at}, ${bytes(size)}, ${states[state]}.`,
    state: (number, { run, at }, { pending, held, because }) =>
      `Stav: ${known(number)}, posledný beh ${run}, ${at}; čaká na odoslanie ${pending}${because.length === 0 ? '' : ` (${because.join(', ')})`}, zadržané ${held}.`,
    missingOne: 'chýba',
    good: (asked) => `Všetko je na mieste (${requests(asked)}).`,
    bad: (number) => `Nedostatkov: ${number}.`,
  },
  undo: {
    nothing: (run) => `Z behu ${run} sa teraz nedá nič vrátiť.`,
    notTakenBack: (number) => `Čo zostane, ako je (${values(number)}):`,
    pin: 'Čo exporty stále hovoria, by sa nastavilo znova: najprv to opravte v účtovnom programe, alebo to vráťte s --pin; potom sa to neberie do úvahy, kým nepovedia niečo iné.',
    mailedNobody: 'Tento beh nikomu nepísal.',
    mailed: (number) => `Komu beh poslal e-mail (${customers(number)}):`,
    perhaps: '(možno: odpoveď sa stratila)',
    file: (file) => `Komu beh poslal e-mail: ${file}`,
    question: (number) => `Vrátiť späť ${ordersObject(number)}?`,
    sayYes: 'O ničom sa nerozhodlo. Späť to vrátite s --yes.',
    held: ' Poistka to zadrží: potom plán schváľte.',
    done: (number, run, id) => `Z behu ${run} sa vráti späť: ${orders(number)} (rozhodnutie ${id}).`,
  },
  ledger: {
    sums: (month, number, of) =>
      `${month}: ${values(number)} ${inOrders(of.orders)}, nastavené ${runsBy(of.runs)}, ${mailed(of.mailed)}.`,
    same: 'Správy behov hovoria to isté.',
    unreported: (dead, reported, mails) =>
      `Behy bez čitateľnej správy: ${dead.join(', ')}. Správy ostatných uvádzajú: ${orders(reported)}, ${mailed(mails)}.`,
    differs: (run, report, archive) =>
      `Správa behu ${run} uvádza: ${orders(report.orders)}, ${mailed(report.mailed)}; jeho archív: ${orders(archive.orders)}, ${mailed(archive.mailed)}.`,
    written: (file) => `Zapísané: ${file}`,
  },
  decide: {
    approveQuestion: (hash, number, mails) =>
      `Schváliť plán ${hash}${number === undefined ? '' : ` (${orders(number)})`}${mails === undefined ? '' : mails === 0 ? ', bez e-mailov' : `, e-mail sa pošle ${toCustomers(mails)}`}?`,
    approved: ({ hash, stillWanted, values: all, orders: of, mails }) =>
      `Plán ${hash} je schválený: ${stillWanted} ${ofValues(all)}${of === undefined ? '' : ` (${orders(of)})`} exporty ešte chcú, a smie to odísť${mails === undefined ? '' : mails === 0 ? ', bez e-mailov' : `, e-mail o platbe sa pošle ${toCustomers(mails)}`}.`,
    rejectQuestion: (hash) => `Zahodiť, čo by plán ${hash} zmenil, kým exporty nepovedia niečo iné?`,
    rejected: ({ hash, stillWanted, values: all, orders: of }) =>
      `Plán ${hash} je zamietnutý: ${stillWanted} ${ofValues(all)}${of === undefined ? '' : ` (${orders(of)})`} neodíde, kým exporty nepovedia niečo iné; order-sync plan ich vypíše ako vynechané.`,
    noneParked: 'Žiadnu objednávku e-shop neodmietol.',
    retried: (number) => `Znova sa pošle: ${orders(number)}.`,
    accepted: (number) =>
      count({
        one: '# objednávka zostane, ako ju ukazuje e-shop, kým export nepovie niečo iné.',
        few: '# objednávky zostanú, ako ich ukazuje e-shop, kým export nepovie niečo iné.',
        other: '# objednávok zostane, ako ich ukazuje e-shop, kým export nepovie niečo iné.',
      })(number),
    overruleQuestion: (number) =>
      `Nastaviť ${ordersObject(number)} podľa exportu cez to, čo niekto nastavil v e-shope? Zákazníci môžu dostať e-mail.`,
    overruled: (number) => `Podľa exportu sa nastaví: ${orders(number)}.`,
    unblocked: 'Kľúč sa skúsi ešte raz.',
    passOver: (what) => `${what} Preskočiť ho?`,
    passedOver: (key) => `Export ${key} sa preskočí.`,
    alsoPassedOver: (key, reason) => ` Rovnako ${key}, ktorý sa tiež nedá použiť: ${reason}`,
    feedGoesOn: (feed) => ` Zdroj „${feed}“ pokračuje s tým, čo čítal naposledy.`,
    feedReads: (feed, key, at) => ` Zdroj „${feed}“ namiesto neho prečíta ${key} (${at}), ktorý sa ešte nečítal.`,
    cannotEither: (reason) => ` Ani ten sa nedá použiť: ${reason}`,
    takeBackQuestion: (id) => `Vziať späť rozhodnutie ${id}?`,
    takenBack: (id, number) =>
      `Rozhodnutie ${id} je vzaté späť${number === undefined ? '' : `: čaká z neho ešte ${values(number)}`}.`,
    adoptQuestion: 'Prevziať všetko, čo exporty hovoria, ako to, čo e-shop už ukazuje, a nič neposielať?',
  },
  past: {
    unknown: (order) =>
      `Objednávku ${order} neuvádza žiadny export ani nič, čo je uložené. Je to číslo, ktoré ukazuje e-shop? Nič sa nezmenilo.`,
    found: (order, found) =>
      `Hodnoty objednávky ${order} sú ${inRequests(found.exchanges)} v archíve, ${inReports(found.reports)}, ${inHolds(found.holds)} a ${inDecisions(found.decisions)}.`,
    forgetQuestion: ' Vymazať ich, navždy?',
    forgotten: ' Sú vymazané. Beh ich vymaže aj zo stavu a o tejto objednávke už nič neprijme.',
    exportsStay: 'Exporty, ktoré ju ešte uvádzajú, patria účtovnému programu.',
    notForgotten: ' Nič sa nezmenilo. Vymažete ich s --yes.',
    nothingOld: 'Nič nie je staršie, než dovoľuje nastavenie.',
    old: (found) =>
      `Staršie než „retention“ v nastavení: ${requests(found.exchanges)} v archíve, ${reports(found.reports)} a ${exports(found.exports)}.`,
    deleteQuestion: ' Vymazať?',
    deleted: 'Vymazané. ',
  },
  ...beside,
  inspect,
  waiting,
  unexpected: (reason) => `Stalo sa niečo, čo sa stať nemalo: ${reason}`,
}
