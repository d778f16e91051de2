import { createCounter } from '../language.ts'
import type { WaitingTexts } from '../waiting-shape.ts'

const count = createCounter('sk')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávok' })
const leaving = count({ one: 'odíde # objednávka', few: 'odídu # objednávky', other: 'odíde # objednávok' })
const mailed = count({ one: 'dostane # zákazník', few: 'dostanú # zákazníci', other: 'dostane # zákazníkov' })
const waits = (why: string) =>
  count({ one: `# objednávka čaká ${why}`, few: `# objednávky čakajú ${why}`, other: `# objednávok čaká ${why}` })
const at = (why: string) =>
  count({ one: `pri # objednávke ${why}`, few: `pri # objednávkach ${why}`, other: `pri # objednávkach ${why}` })
const some = (why: string) =>
  count({ one: `# objednávka${why}`, few: `# objednávky${why}`, other: `# objednávok${why}` })
const who = (by: string | undefined): string => (by === undefined ? '' : `, rozhodol(la) ${by}`)

/** What waits, in Slovak. */
export const waiting: WaitingTexts = {
  leftOut: {
    edited: count({
      one: '# objednávka zmenená ručne v e-shope čaká na rozhodnutie človeka',
      few: '# objednávky zmenené ručne v e-shope čakajú na rozhodnutie človeka',
      other: '# objednávok zmenených ručne v e-shope čaká na rozhodnutie človeka',
    }),
    parked: count({
      one: '# objednávku e-shop odmietol',
      few: '# objednávky e-shop odmietol',
      other: '# objednávok e-shop odmietol',
    }),
    skipped: at('e-shop preskočil pole'),
    unanswered: at('e-shop neodpovedal jasne'),
    waits: waits('na ďalšie údaje'),
    mailed: waits('pre priveľa e-mailov zákazníkovi'),
    unconfirmed: at('chýba odpoveď e-shopu'),
    unread: waits('na prečítanie novšieho exportu'),
    doubtful: waits('za exportom, ktorý vyzerá chybne'),
    unasked: count({
      one: 'na # objednávku sa najprv spýtame e-shopu',
      few: 'na # objednávky sa najprv spýtame e-shopu',
      other: 'na # objednávok sa najprv spýtame e-shopu',
    }),
    rejected: count({
      one: '# objednávka zamietnutá človekom',
      few: '# objednávky zamietnuté človekom',
      other: '# objednávok zamietnutých človekom',
    }),
    accepted: count({
      one: '# objednávka ponechaná, ako je v e-shope',
      few: '# objednávky ponechané, ako sú v e-shope',
      other: '# objednávok ponechaných, ako sú v e-shope',
    }),
    pinned: count({
      one: '# objednávka vrátená a podržaná',
      few: '# objednávky vrátené a podržané',
      other: '# objednávok vrátených a podržaných',
    }),
    shop: some(', kde podľa nastavenia platí e-shop'),
    final: some(' s konečným stavom'),
    regress: some(', kde by sa stav vrátil späť'),
    clear: some(', kde prázdny údaj nič nemaže'),
  },
  approved: ({ at: time, by, orders: number, mails }) =>
    `Schválené ${time}${who(by)}: ďalším behom ${leaving(number)}, e-mail ${mails === 0 ? 'nedostane nikto' : mailed(mails)}.`,
  rejected: ({ at: time, by, orders: number }) =>
    `Zamietnuté ${time}${who(by)} (${orders(number)}): neodíde, kým exporty nepovedia niečo iné.`,
}
