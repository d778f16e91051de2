import { createCounter } from '../language.ts'
import type { PageTexts } from '../page-shape.ts'

const count = createCounter('cs')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávek' })
const ordersObject = count({ one: '# objednávku', few: '# objednávky', other: '# objednávek' })
const atOrders = count({ one: 'u # objednávky', few: 'u # objednávek', other: 'u # objednávek' })
const customers = count({ one: '# zákazník', few: '# zákazníci', other: '# zákazníků' })
const taking = count({
  one: 'převzala # objednávka',
  few: 'převzaly # objednávky',
  other: 'převzalo # objednávek',
})
const changing = count({
  one: 'Změnila by se # objednávka',
  few: 'Změnily by se # objednávky',
  other: 'Změnilo by se # objednávek',
})
const differing = count({
  one: 'Lišila se # objednávka',
  few: 'Lišily se # objednávky',
  other: 'Lišilo se # objednávek',
})
const waiting = count({ one: 'čeká # objednávka', few: 'čekají # objednávky', other: 'čeká # objednávek' })
const getting = count({ one: 'dostal # zákazník', few: 'dostali # zákazníci', other: 'dostalo # zákazníků' })

/** The page in Czech. */
export const page: PageTexts = {
  plan: 'Plán',
  run: 'Běh',
  planSentence: ({ orders: changed, mails, adopts, held }) => {
    const taken = adopts === 0 ? '' : `Bez odeslání by se ${taking(adopts)}. `
    if (changed === 0) return `${taken}V e-shopu by se nic nezměnilo.`
    const who = mails === 0 ? 'e-mail by nedostal nikdo' : `e-mail by ${getting(mails)}`
    return `${taken}${changing(changed)} a ${who}.${held ? ' Čeká na vaše rozhodnutí.' : ''}`
  },
  runSentence: ({ outcome, planned, adopted, accepted, rejected, unknown, pending, mails }) => {
    const said = [
      adopted === 0 ? '' : `Bez odeslání se ${taking(adopted)}.`,
      accepted + rejected + unknown === 0
        ? planned === 0
          ? ''
          : `${differing(planned)}, nic se neodeslalo.`
        : `E-shop přijal ${ordersObject(accepted)}${rejected === 0 ? '' : `, odmítl ${ordersObject(rejected)}`}${unknown === 0 ? '' : ` a ${atOrders(unknown)} neodpověděl jasně`}; ${mails === 0 ? 'e-mail nedostal nikdo' : `e-mail ${getting(mails)}`}.`,
      pending === 0 ? '' : `Ještě ${waiting(pending)}.`,
    ].filter((part) => part !== '')
    const ends = { held: 'Zadrženo do vašeho rozhodnutí.', blocked: 'E-shop odmítá klíč.', failed: 'Běh selhal.' }
    const end = outcome in ends ? ends[outcome as keyof typeof ends] : ''
    return [...said, end].join(' ').trim() || 'Nic se nezměnilo.'
  },
  partly: 'Hotovo, ale něco je třeba prohlédnout',
  outcomes: {
    done: 'Hotovo',
    idle: 'Není co dělat',
    busy: 'Pracoval jiný běh',
    held: 'Zadrženo',
    blocked: 'Klíč odmítnut',
    failed: 'Selhalo',
  },
  orders,
  requests: count({ one: '# požadavek', few: '# požadavky', other: '# požadavků' }),
  customers,
  records: count({ one: '# řádek', few: '# řádky', other: '# řádků' }),
  verdict: 'Posouzení',
  passes: 'Může odejít, nic ho nezadržuje.',
  holds: 'Čeká na vaše rozhodnutí, protože přesahuje, co smí odejít samo:',
  rules: {
    orders: (figure, limit) => `Změněných objednávek: ${figure}, bez vás jich smí být ${limit}.`,
    percent: (figure, limit) => `Změněný podíl známých objednávek: ${figure} %, bez vás smí být ${limit} %.`,
    notifications: (figure, limit) => `Zákazníků s e-mailem: ${figure}, bez vás jich smí být ${limit}.`,
    payments: (figure, limit) => `Nově zaplacených objednávek: ${figure}, bez vás jich smí být ${limit}.`,
    perHour: (figure, limit) => `Za hodinu: ${figure}, bez vás smí být ${limit}.`,
    reverts: (figure, limit) =>
      `Změn, které vracejí objednávku k dřívější hodnotě: ${figure}, bez vás jich smí být ${limit}.`,
    perDay: (figure, limit) => `Za den: ${figure}, bez vás smí být ${limit}.`,
    waiting: (figure) => `Objednávek, které čekaly marně: ${figure}.`,
    export: () => 'Export vypadá podezřele.',
  },
  approve: 'Schválit',
  reject: 'Zamítnout',
  mails: 'E-maily zákazníkům',
  nobody: 'Žádné.',
  payment: 'přijatá platba',
  problems: 'Co byste měli vědět',
  doThis: 'Co s tím',
  detail: 'Podrobně',
  more: (more) => `a další: ${more}`,
  changes: 'Změny',
  nothingToChange: 'Žádné.',
  order: 'Objednávka',
  change: 'Změna',
  why: 'Proč',
  source: 'Řádek exportu',
  mail: 'E-mail',
  result: 'Výsledek',
  results: {
    'not sent': 'neodesláno',
    accepted: 'přijato',
    warned: 'přijato s výhradou',
    rejected: 'odmítnuto',
    unknown: 'bez jasné odpovědi',
  },
  approved: 'schváleno',
  record: (number) => `č. ${number}`,
  leftOut: 'Vynecháno',
  waitsFor: (fields, until, end) =>
    `čeká na ${fields.join(' a ')} do ${until}${end === undefined ? '' : `; ${{ send: 'potom odejde bez toho', quiet: 'potom odejde bez toho a bez e-mailu', hold: 'potom počká na vaše rozhodnutí' }[end]}`}`,
  nothing: 'nic',
  cleared: 'smazáno',
  yes: 'ano',
  no: 'ne',
  search: 'Hledat',
  onlyMails: 'jen s e-mailem',
  shown: (shown, all) => `${shown} z ${all}`,
  sortBy: 'Seřadit podle',
  exports: 'Exporty',
  file: 'Soubor',
  invalid: 'nepoužitelných',
  refused: 'vůbec nepoužit',
  none: 'Žádné.',
  sending: 'Požadavky na e-shop',
  asking: 'dotaz, co e-shop ukazuje',
  mailing: 'e-shop smí poslat e-maily',
  answer: 'Odpověď',
  noAnswer: 'bez odpovědi',
  sentAt: 'Odesláno',
  next: 'Co bude dál',
  every: count({
    one: 'Nové exporty se hledají každou minutu.',
    few: 'Nové exporty se hledají každé # minuty.',
    other: 'Nové exporty se hledají každých # minut.',
  }),
  bySchedule: 'Nové exporty se hledají podle rozvrhu.',
  byHand:
    'Nové exporty přečte další běh: order-sync run, nebo sám od sebe, pokud jste ho naplánovali (order-sync schedule install).',
  wakeAt: (time) => `Co čeká, zkusí se znovu ${time}.`,
  notBefore: (time) => `Nic se nepošle dřív než ${time}.`,
  throughAt: (time) => `Všechno bude odesláno asi do ${time}.`,
  zone: (zone) => `Časy platí pro pásmo ${zone}.`,
  asOf: (time) => `Stav k ${time}`,
  fields: {
    status: 'Stav',
    status_id: 'Stav (číslo)',
    paid_date: 'Zaplaceno',
    delivered_date: 'Doručeno',
    tracking_code: 'Číslo zásilky',
    resolved_yn: 'Vyřízeno',
    internal_note: 'Interní poznámka',
    external_order_number: 'Číslo v účetnictví',
  },
  meta: (key) => `Pole ${key}`,
  fieldNames: 'Jména polí v nastavení',
}
