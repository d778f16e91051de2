import { createCounter } from '../language.ts'
import type { WaitingTexts } from '../waiting-shape.ts'

const count = createCounter('cs')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávek' })
const leaving = count({ one: 'odejde # objednávka', few: 'odejdou # objednávky', other: 'odejde # objednávek' })
const mailed = count({ one: 'dostane # zákazník', few: 'dostanou # zákazníci', other: 'dostane # zákazníků' })
const waits = (why: string) =>
  count({ one: `# objednávka čeká ${why}`, few: `# objednávky čekají ${why}`, other: `# objednávek čeká ${why}` })
const at = (why: string) =>
  count({ one: `u # objednávky ${why}`, few: `u # objednávek ${why}`, other: `u # objednávek ${why}` })
const some = (why: string) =>
  count({ one: `# objednávka${why}`, few: `# objednávky${why}`, other: `# objednávek${why}` })
const who = (by: string | undefined): string => (by === undefined ? '' : `, rozhodl(a) ${by}`)

/** What waits, in Czech. */
export const waiting: WaitingTexts = {
  leftOut: {
    edited: count({
      one: '# objednávka změněná ručně v e-shopu čeká na rozhodnutí člověka',
      few: '# objednávky změněné ručně v e-shopu čekají na rozhodnutí člověka',
      other: '# objednávek změněných ručně v e-shopu čeká na rozhodnutí člověka',
    }),
    parked: count({
      one: '# objednávku e-shop odmítl',
      few: '# objednávky e-shop odmítl',
      other: '# objednávek e-shop odmítl',
    }),
    skipped: at('e-shop přeskočil pole'),
    unanswered: at('e-shop neodpověděl jasně'),
    waits: waits('na další údaje'),
    mailed: waits('kvůli příliš mnoha e-mailům zákazníkovi'),
    unconfirmed: at('chybí odpověď e-shopu'),
    unread: waits('na přečtení novějšího exportu'),
    doubtful: waits('za exportem, který vypadá chybně'),
    unasked: count({
      one: 'na # objednávku se nejdřív zeptáme e-shopu',
      few: 'na # objednávky se nejdřív zeptáme e-shopu',
      other: 'na # objednávek se nejdřív zeptáme e-shopu',
    }),
    rejected: count({
      one: '# objednávka zamítnutá člověkem',
      few: '# objednávky zamítnuté člověkem',
      other: '# objednávek zamítnutých člověkem',
    }),
    accepted: count({
      one: '# objednávka ponechaná, jak je v e-shopu',
      few: '# objednávky ponechané, jak jsou v e-shopu',
      other: '# objednávek ponechaných, jak jsou v e-shopu',
    }),
    pinned: count({
      one: '# objednávka vrácená a podržená',
      few: '# objednávky vrácené a podržené',
      other: '# objednávek vrácených a podržených',
    }),
    shop: some(', kde podle nastavení platí e-shop'),
    final: some(' s konečným stavem'),
    regress: some(', kde by se stav vrátil zpět'),
    clear: some(', kde prázdný údaj nic nemaže'),
  },
  approved: ({ at: time, by, orders: number, mails }) =>
    `Schváleno ${time}${who(by)}: příštím během ${leaving(number)}, e-mail ${mails === 0 ? 'nedostane nikdo' : mailed(mails)}.`,
  rejected: ({ at: time, by, orders: number }) =>
    `Zamítnuto ${time}${who(by)} (${orders(number)}): neodejde, dokud exporty neřeknou něco jiného.`,
}
