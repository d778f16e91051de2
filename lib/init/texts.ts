import { createCounter, type Language } from '../text/language.ts'

/** Everything that the questions say. */
export interface InitTexts {
  readonly title: string
  readonly whichFile: string
  readonly noFile: string
  readonly another: string
  readonly noSuchFile: (file: string) => string
  readonly found: (what: { file: string; kind: string; number: number; preset: string | null }) => string
  readonly whichColumn: string
  readonly whichAddress: string
  readonly wrongAddress: string
  readonly whichLogin: string
  readonly whichStatuses: (words: readonly string[]) => string
  readonly statusOf: (word: string) => string
  readonly leaveAlone: string
  readonly whoIsMailed: string
  readonly written: (files: readonly string[]) => string
  readonly next: string
  readonly keyFirst: string
  readonly firstPlan: string
}

const en: InitTexts = {
  title: 'A new shop: which file says what, and what it means there',
  whichFile: 'Which file has the ERP exported?',
  noFile: 'Which file has the ERP exported? (name it with its folder)',
  another: 'another file …',
  noSuchFile: (file) => `There is no file "${file}".`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${number} ${number === 1 ? 'record' : 'records'}; ${
      preset === null ? 'the columns were understood by their names' : `read as ${preset}`
    }.`,
  whichColumn: "Which column holds the shop's order number (not the ERP's own)?",
  whichAddress: "The address of the shop's administration, as the browser shows it",
  wrongAddress: 'An address like https://my-shop.admin.s7.upgates.com is needed.',
  whichLogin: 'The login of the API (in the administration: Add-ons, API)',
  whichStatuses: (words) =>
    `What are these called in the shop, in this order and with commas, or as WORD=STATUS: ${words.join(', ')}? "-" leaves a status alone`,
  statusOf: (word) => `What does "${word}" mean in the shop?`,
  leaveAlone: 'nothing: leave the status alone',
  whoIsMailed: 'Which of these statuses mail the customer? (space selects, Enter goes on; none is safe)',
  written: (files) => `Written: ${files.join(', ')}.`,
  next: 'Next:',
  keyFirst: 'Put the API key into UPGATES_API_KEY, or into a file that you name with --key-file; then:',
  firstPlan: 'What a first run would do:',
}

const records = {
  cs: createCounter('cs')({ one: '# záznam', few: '# záznamy', other: '# záznamů' }),
  sk: createCounter('sk')({ one: '# záznam', few: '# záznamy', other: '# záznamov' }),
}
const cs: InitTexts = {
  title: 'Nový e-shop: který soubor co říká a co to v e-shopu znamená',
  whichFile: 'Který soubor ERP vyexportovalo?',
  noFile: 'Který soubor ERP vyexportovalo? (napište ho i se složkou)',
  another: 'jiný soubor …',
  noSuchFile: (file) => `Soubor „${file}“ neexistuje.`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${records.cs(number)}; ${
      preset === null ? 'sloupce jsme rozpoznali podle názvů' : `čte se jako ${preset}`
    }.`,
  whichColumn: 'Ve kterém sloupci je číslo objednávky z e-shopu (ne vlastní číslo z ERP)?',
  whichAddress: 'Adresa administrace e-shopu, jak ji ukazuje prohlížeč',
  wrongAddress: 'Je potřeba adresa jako https://muj-eshop.admin.s7.upgates.com.',
  whichLogin: 'Přihlašovací jméno k API (v administraci: Doplňky, API)',
  whichStatuses: (words) =>
    `Jak se v e-shopu jmenují tyto stavy? Ve stejném pořadí a s čárkami, nebo jako SLOVO=STAV: ${words.join(', ')}. „-“ nechá stav být`,
  statusOf: (word) => `Co v e-shopu znamená „${word}“?`,
  leaveAlone: 'nic: stav nechat být',
  whoIsMailed:
    'U kterých stavů e-shop píše zákazníkovi e-mail? (mezerník vybírá, Enter pokračuje; žádný je bezpečná volba)',
  written: (files) => `Zapsáno: ${files.join(', ')}.`,
  next: 'Dál:',
  keyFirst: 'Klíč k API dejte do proměnné UPGATES_API_KEY, nebo do souboru, který uvedete za --key-file; pak:',
  firstPlan: 'Co by udělal první běh:',
}

const sk: InitTexts = {
  title: 'Nový e-shop: ktorý súbor čo hovorí a čo to v e-shope znamená',
  whichFile: 'Ktorý súbor ERP vyexportovalo?',
  noFile: 'Ktorý súbor ERP vyexportovalo? (napíšte ho aj s priečinkom)',
  another: 'iný súbor …',
  noSuchFile: (file) => `Súbor „${file}“ neexistuje.`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${records.sk(number)}; ${
      preset === null ? 'stĺpce sme rozpoznali podľa názvov' : `číta sa ako ${preset}`
    }.`,
  whichColumn: 'V ktorom stĺpci je číslo objednávky z e-shopu (nie vlastné číslo z ERP)?',
  whichAddress: 'Adresa administrácie e-shopu, ako ju ukazuje prehliadač',
  wrongAddress: 'Treba adresu ako https://moj-eshop.admin.s7.upgates.com.',
  whichLogin: 'Prihlasovacie meno k API (v administrácii: Doplnky, API)',
  whichStatuses: (words) =>
    `Ako sa v e-shope volajú tieto stavy? V rovnakom poradí a s čiarkami, alebo ako SLOVO=STAV: ${words.join(', ')}. „-“ nechá stav tak`,
  statusOf: (word) => `Čo v e-shope znamená „${word}“?`,
  leaveAlone: 'nič: stav nechať tak',
  whoIsMailed:
    'Pri ktorých stavoch e-shop píše zákazníkovi e-mail? (medzerník vyberá, Enter pokračuje; žiadny je bezpečná voľba)',
  written: (files) => `Zapísané: ${files.join(', ')}.`,
  next: 'Ďalej:',
  keyFirst: 'Kľúč k API dajte do premennej UPGATES_API_KEY, alebo do súboru, ktorý uvediete za --key-file; potom:',
  firstPlan: 'Čo by urobil prvý beh:',
}

/** The texts by language. */
export const initTexts: Readonly<Record<Language, InitTexts>> = { en, cs, sk }
