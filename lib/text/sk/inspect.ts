import type { InspectTexts } from '../inspect-shape.ts'
import { createCounter } from '../language.ts'

const count = createCounter('sk')
const records = count({ one: '# riadok', few: '# riadky', other: '# riadkov' })

/** `inspect` in Slovak. */
export const inspect: InspectTexts = {
  encoding: (name) => `kódovanie ${name}`,
  delimiter: (sign) => `oddeľovač ${sign}`,
  tab: 'tabulátor',
  packed: (container) => `zabalené ako ${container}`,
  refused: (reason) => `Nedá sa použiť: ${reason}`,
  holds: (at) => (at === undefined ? 'Čo je v jeho riadkoch:' : `Čo je v jeho riadkoch, v ${at}:`),
  columns: ['stĺpec alebo cesta', 'napríklad'],
  records: (number) => `${records(number)}.`,
  presetFits: (number, preset, percent) =>
    `${records(number)}. Pripravené nastavenie ${preset} ich prečíta ${percent}; pozri docs/erp/${preset}.md.`,
  othersRead: (names) => `Prečítať ho vie aj: ${names}.`,
  guessed: (number) =>
    `${records(number)}. Žiadne pripravené nastavenie sa nehodí; význam stĺpcov sme odhadli podľa ich názvov.`,
  whichNumber:
    'Žiadny stĺpec nevyzerá ako číslo objednávky z e-shopu (to nie je vlastné číslo z účtovného programu): povedzte, ktorý to je.',
  firstOrders: 'Čo hovorí o prvých objednávkach:',
  given: 'Koľko riadkov čo uvádza:',
  share: (field, percent) => (percent === undefined ? `${field} v žiadnom` : `${field} v ${percent}`),
  twice: count({
    one: '# objednávka je v ňom viackrát a zakaždým inak; nechávame ju tak, ak „duplicates“ zdroja nehovorí niečo iné.',
    few: '# objednávky sú v ňom viackrát a zakaždým inak; nechávame ich tak, ak „duplicates“ zdroja nehovorí niečo iné.',
    other:
      '# objednávok je v ňom viackrát a zakaždým inak; nechávame ich tak, ak „duplicates“ zdroja nehovorí niečo iné.',
  }),
  unmapped: 'Riadky, ktoré sa nedajú použiť:',
  words: 'Ako účtovný program hovorí stavom:',
  moreWords: (more) => `a ďalšie: ${more}`,
  draft: 'Nastavenie na začiatok, do nového súboru order-sync.json:',
  feedDraft: 'Zdroj na začiatok; vložte ho do zátvoriek „feeds“ vo svojom nastavení:',
  address:
    'PROJECT a SERVER sú časti adresy administrácie, https://PROJECT.admin.SERVER.upgates.com; LOGIN je prihlasovacie meno k API.',
  notify:
    '„notify“ hovorí, či zmena stavu pošle zákazníkovi e-mail: true, zoznam stavov, pri ktorých áno, alebo false. Tu je false, aby nikto nedostal e-mail skôr, než budete chcieť.',
  questionMark: 'Namiesto „?“ dajte stĺpec, v ktorom je číslo objednávky z e-shopu.',
  contents: '„contents“ je „full“, keď sú v každom exporte všetky objednávky, a „changes“, keď len zmeny.',
  noStatus: 'Súbor zatiaľ žiadny stav neuvádza: do „map“ patrí každé slovo účtovného programu a k nemu stav v e-shope.',
  replaceNull: 'Každé null nahraďte stavom v e-shope, ktorý to slovo znamená; null nechá stav tak.',
  otherwiseKeep: 'S riadkom, ktorého slovo v „map“ nie je, sa nedá nič urobiť, iba ak pridáte „otherwise“: „keep“.',
}
