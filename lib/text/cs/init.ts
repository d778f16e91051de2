import type { InitTexts } from '../init-shape.ts'
import { createCounter } from '../language.ts'

const records = createCounter('cs')({ one: '# záznam', few: '# záznamy', other: '# záznamů' })

/** `init` in Czech. */
export const init: InitTexts = {
  title: 'Nový e-shop: který soubor co říká a co to v e-shopu znamená',
  howTo: {
    oneOf: '(šipky vybírají, Enter pokračuje)',
    severalOf: '(šipky posouvají, mezerník vybírá, Enter pokračuje; žádný je bezpečná volba)',
    none: 'u žádného',
  },
  meanings: { executed: 'vyřízeno', delivered: 'dodáno', cancelled: 'stornováno' },
  whichFile: 'Který soubor ERP vyexportovalo?',
  noFile: 'Který soubor ERP vyexportovalo? (napište ho i se složkou)',
  another: 'jiný soubor …',
  noSuchFile: (file) => `Soubor „${file}“ neexistuje.`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${records(number)}; ${
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
  whoIsMailed: 'U kterých stavů e-shop píše zákazníkovi e-mail?',
  written: (files) => `Zapsáno: ${files.join(', ')}.`,
  next: 'Dál:',
  keyFirst: 'Klíč k API dejte do proměnné UPGATES_API_KEY, nebo do souboru, který uvedete za --key-file; pak:',
  firstPlan: 'Co by udělal první běh:',
  comments: {
    shop: 'krátké jméno e-shopu, pro zprávy a AWS',
    address: 'kde e-shop odpovídá; klíč k API sem nikdy nepatří',
    notify: 'stavy, při kterých e-shop píše zákazníkovi; false: žádné',
    contents: '"full": každý export obsahuje všechny objednávky; "changes": jen to, co se od minula změnilo',
    map: 'slovo z ERP: stav v e-shopu; null nechá stav být',
    firstRun: 'první běh bere export jako to, co už e-shop ukazuje, a nic neposílá',
    finalStatuses: 'stavy, které se už nikdy nemění, třeba ["Storno"]',
  },
}
