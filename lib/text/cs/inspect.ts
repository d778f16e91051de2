import type { InspectTexts } from '../inspect-shape.ts'
import { createCounter } from '../language.ts'

const count = createCounter('cs')
const records = count({ one: '# řádek', few: '# řádky', other: '# řádků' })

/** `inspect` in Czech. */
export const inspect: InspectTexts = {
  encoding: (name) => `kódování ${name}`,
  delimiter: (sign) => `oddělovač ${sign}`,
  tab: 'tabulátor',
  packed: (container) => `zabaleno jako ${container}`,
  refused: (reason) => `Nejde použít: ${reason}`,
  holds: (at) => (at === undefined ? 'Co je v jeho řádcích:' : `Co je v jeho řádcích, v ${at}:`),
  columns: ['sloupec nebo cesta', 'například'],
  records: (number) => `${records(number)}.`,
  presetFits: (number, preset, percent) =>
    `${records(number)}. Připravené nastavení ${preset} jich přečte ${percent}; viz docs/erp/${preset}.md.`,
  othersRead: (names) => `Přečíst ho umí i: ${names}.`,
  guessed: (number) =>
    `${records(number)}. Žádné připravené nastavení se nehodí; význam sloupců jsme odhadli podle jejich názvů.`,
  whichNumber:
    'Žádný sloupec nevypadá jako číslo objednávky z e-shopu (to není vlastní číslo z účetního programu): řekněte, který to je.',
  firstOrders: 'Co říká o prvních objednávkách:',
  given: 'Kolik řádků co uvádí:',
  share: (field, percent) => (percent === undefined ? `${field} v žádném` : `${field} v ${percent}`),
  twice: count({
    one: '# objednávka je v něm víckrát a pokaždé jinak; necháváme ji být, pokud „duplicates“ zdroje neříká něco jiného.',
    few: '# objednávky jsou v něm víckrát a pokaždé jinak; necháváme je být, pokud „duplicates“ zdroje neříká něco jiného.',
    other:
      '# objednávek je v něm víckrát a pokaždé jinak; necháváme je být, pokud „duplicates“ zdroje neříká něco jiného.',
  }),
  unmapped: 'Řádky, které nejde použít:',
  words: 'Jak účetní program říká stavům:',
  moreWords: (more) => `a další: ${more}`,
  draft: 'Nastavení pro začátek, do nového souboru order-sync.json:',
  feedDraft: 'Zdroj pro začátek; vložte ho do závorek „feeds“ ve svém nastavení:',
  address:
    'PROJECT a SERVER jsou části adresy administrace, https://PROJECT.admin.SERVER.upgates.com; LOGIN je přihlašovací jméno k API.',
  notify:
    '„notify“ říká, jestli změna stavu pošle zákazníkovi e-mail: true, seznam stavů, u kterých ano, nebo false. Tady je false, aby nikdo nedostal e-mail dřív, než budete chtít.',
  questionMark: 'Místo „?“ dejte sloupec, ve kterém je číslo objednávky z e-shopu.',
  contents: '„contents“ je „full“, když jsou v každém exportu všechny objednávky, a „changes“, když jen změny.',
  noStatus: 'Soubor zatím žádný stav neuvádí: do „map“ patří každé slovo účetního programu a k němu stav v e-shopu.',
  replaceNull: 'Každé null nahraďte stavem v e-shopu, který to slovo znamená; null nechá stav být.',
  otherwiseKeep: 'S řádkem, jehož slovo v „map“ není, nejde nic udělat, leda přidáte „otherwise“: „keep“.',
}
