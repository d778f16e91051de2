import { createCounter } from '../language.ts'
import type { PageTexts } from '../page-shape.ts'

const count = createCounter('sk')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávok' })
const ordersObject = count({ one: '# objednávku', few: '# objednávky', other: '# objednávok' })
const atOrders = count({ one: 'pri # objednávke', few: 'pri # objednávkach', other: 'pri # objednávkach' })
const customers = count({ one: '# zákazník', few: '# zákazníci', other: '# zákazníkov' })
const taking = count({
  one: 'prevzala # objednávka',
  few: 'prevzali # objednávky',
  other: 'prevzalo # objednávok',
})
const changing = count({
  one: 'Zmenila by sa # objednávka',
  few: 'Zmenili by sa # objednávky',
  other: 'Zmenilo by sa # objednávok',
})
const differing = count({
  one: 'Líšila sa # objednávka',
  few: 'Líšili sa # objednávky',
  other: 'Líšilo sa # objednávok',
})
const waiting = count({ one: 'čaká # objednávka', few: 'čakajú # objednávky', other: 'čaká # objednávok' })
const getting = count({ one: 'dostal # zákazník', few: 'dostali # zákazníci', other: 'dostalo # zákazníkov' })

/** The page in Slovak. */
export const page: PageTexts = {
  plan: 'Plán',
  run: 'Beh',
  planSentence: ({ orders: changed, mails, adopts, held }) => {
    const taken = adopts === 0 ? '' : `Bez odoslania by sa ${taking(adopts)}. `
    if (changed === 0) return `${taken}V e-shope by sa nič nezmenilo.`
    const who = mails === 0 ? 'e-mail by nedostal nikto' : `e-mail by ${getting(mails)}`
    return `${taken}${changing(changed)} a ${who}.${held ? ' Čaká na vaše rozhodnutie.' : ''}`
  },
  runSentence: ({ outcome, planned, adopted, accepted, rejected, unknown, pending, mails }) => {
    const said = [
      adopted === 0 ? '' : `Bez odoslania sa ${taking(adopted)}.`,
      accepted + rejected + unknown === 0
        ? planned === 0
          ? ''
          : `${differing(planned)}, nič sa neodoslalo.`
        : `E-shop prijal ${ordersObject(accepted)}${rejected === 0 ? '' : `, odmietol ${ordersObject(rejected)}`}${unknown === 0 ? '' : ` a ${atOrders(unknown)} neodpovedal jasne`}; ${mails === 0 ? 'e-mail nedostal nikto' : `e-mail ${getting(mails)}`}.`,
      pending === 0 ? '' : `Ešte ${waiting(pending)}.`,
    ].filter((part) => part !== '')
    const ends = { held: 'Zadržané do vášho rozhodnutia.', blocked: 'E-shop odmieta kľúč.', failed: 'Beh zlyhal.' }
    const end = outcome in ends ? ends[outcome as keyof typeof ends] : ''
    return [...said, end].join(' ').trim() || 'Nič sa nezmenilo.'
  },
  partly: 'Hotovo, ale niečo treba pozrieť',
  outcomes: {
    done: 'Hotovo',
    idle: 'Nie je čo robiť',
    busy: 'Pracoval iný beh',
    held: 'Zadržané',
    blocked: 'Kľúč odmietnutý',
    failed: 'Zlyhalo',
  },
  orders,
  requests: count({ one: '# požiadavka', few: '# požiadavky', other: '# požiadaviek' }),
  customers,
  records: count({ one: '# riadok', few: '# riadky', other: '# riadkov' }),
  verdict: 'Posúdenie',
  passes: 'Môže odísť, nič ho nezadržiava.',
  holds: 'Čaká na vaše rozhodnutie, lebo presahuje, čo smie odísť samo:',
  rules: {
    orders: (figure, limit) => `Zmenených objednávok: ${figure}, bez vás ich smie byť ${limit}.`,
    percent: (figure, limit) => `Zmenený podiel známych objednávok: ${figure} %, bez vás smie byť ${limit} %.`,
    notifications: (figure, limit) => `Zákazníkov s e-mailom: ${figure}, bez vás ich smie byť ${limit}.`,
    payments: (figure, limit) => `Novo zaplatených objednávok: ${figure}, bez vás ich smie byť ${limit}.`,
    perHour: (figure, limit) => `Za hodinu: ${figure}, bez vás smie byť ${limit}.`,
    reverts: (figure, limit) =>
      `Zmien, ktoré vracajú objednávku k predošlej hodnote: ${figure}, bez vás ich smie byť ${limit}.`,
    perDay: (figure, limit) => `Za deň: ${figure}, bez vás smie byť ${limit}.`,
    waiting: (figure) => `Objednávok, ktoré čakali márne: ${figure}.`,
    export: () => 'Export vyzerá podozrivo.',
  },
  approve: 'Schváliť',
  reject: 'Zamietnuť',
  mails: 'E-maily zákazníkom',
  nobody: 'Žiadne.',
  payment: 'prijatá platba',
  problems: 'Čo by ste mali vedieť',
  doThis: 'Čo s tým',
  detail: 'Podrobne',
  more: (more) => `a ďalšie: ${more}`,
  changes: 'Zmeny',
  nothingToChange: 'Žiadne.',
  order: 'Objednávka',
  change: 'Zmena',
  why: 'Prečo',
  source: 'Riadok exportu',
  mail: 'E-mail',
  result: 'Výsledok',
  results: {
    'not sent': 'neodoslané',
    accepted: 'prijaté',
    warned: 'prijaté s výhradou',
    rejected: 'odmietnuté',
    unknown: 'bez jasnej odpovede',
  },
  approved: 'schválené',
  record: (number) => `č. ${number}`,
  leftOut: 'Vynechané',
  waitsFor: (fields, until, end) =>
    `čaká na ${fields.join(' a ')} do ${until}${end === undefined ? '' : `; ${{ send: 'potom odíde bez toho', quiet: 'potom odíde bez toho a bez e-mailu', hold: 'potom počká na vaše rozhodnutie' }[end]}`}`,
  nothing: 'nič',
  cleared: 'zmazané',
  yes: 'áno',
  no: 'nie',
  search: 'Hľadať',
  onlyMails: 'len s e-mailom',
  shown: (shown, all) => `${shown} z ${all}`,
  sortBy: 'Zoradiť podľa',
  exports: 'Exporty',
  file: 'Súbor',
  invalid: 'nepoužiteľných',
  refused: 'vôbec nepoužitý',
  none: 'Žiadne.',
  sending: 'Požiadavky na e-shop',
  asking: 'otázka, čo e-shop ukazuje',
  mailing: 'e-shop smie poslať e-maily',
  answer: 'Odpoveď',
  noAnswer: 'bez odpovede',
  sentAt: 'Odoslané',
  next: 'Čo bude ďalej',
  every: count({
    one: 'Nové exporty sa hľadajú každú minútu.',
    few: 'Nové exporty sa hľadajú každé # minúty.',
    other: 'Nové exporty sa hľadajú každých # minút.',
  }),
  bySchedule: 'Nové exporty sa hľadajú podľa rozvrhu.',
  byHand:
    'Nové exporty prečíta ďalší beh: order-sync run, alebo sám od seba, ak ste ho naplánovali (order-sync schedule install).',
  wakeAt: (time) => `Čo čaká, skúsi sa znova ${time}.`,
  notBefore: (time) => `Nič sa nepošle skôr ako ${time}.`,
  throughAt: (time) => `Všetko bude odoslané asi do ${time}.`,
  zone: (zone) => `Časy platia pre pásmo ${zone}.`,
  asOf: (time) => `Stav k ${time}`,
  fields: {
    status: 'Stav',
    status_id: 'Stav (číslo)',
    paid_date: 'Zaplatené',
    delivered_date: 'Doručené',
    tracking_code: 'Číslo zásielky',
    resolved_yn: 'Vybavené',
    internal_note: 'Interná poznámka',
    external_order_number: 'Číslo v účtovníctve',
  },
  meta: (key) => `Pole ${key}`,
  fieldNames: 'Názvy polí v nastavení',
}
