import type { InitTexts } from '../init-shape.ts'
import { createCounter } from '../language.ts'

const records = createCounter('sk')({ one: '# záznam', few: '# záznamy', other: '# záznamov' })

/** `init` in Slovak. */
export const init: InitTexts = {
  title: 'Nový e-shop: ktorý súbor čo hovorí a čo to v e-shope znamená',
  howTo: {
    oneOf: '(šípky vyberajú, Enter pokračuje)',
    severalOf: '(šípky posúvajú, medzerník vyberá, Enter pokračuje; žiadny je bezpečná voľba)',
    none: 'pri žiadnom',
  },
  meanings: { executed: 'vybavené', delivered: 'dodané', cancelled: 'stornované' },
  whichFile: 'Ktorý súbor ERP vyexportovalo?',
  noFile: 'Ktorý súbor ERP vyexportovalo? (napíšte ho aj s priečinkom)',
  another: 'iný súbor …',
  noSuchFile: (file) => `Súbor „${file}“ neexistuje.`,
  found: ({ file, kind, number, preset }) =>
    `${file}: ${kind}, ${records(number)}; ${
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
  whoIsMailed: 'Pri ktorých stavoch e-shop píše zákazníkovi e-mail?',
  written: (files) => `Zapísané: ${files.join(', ')}.`,
  next: 'Ďalej:',
  keyFirst: 'Kľúč k API dajte do premennej UPGATES_API_KEY, alebo do súboru, ktorý uvediete za --key-file; potom:',
  firstPlan: 'Čo by urobil prvý beh:',
  comments: {
    shop: 'krátke meno e-shopu, pre správy a AWS',
    address: 'kde e-shop odpovedá; kľúč k API sem nikdy nepatrí',
    notify: 'stavy, pri ktorých e-shop píše zákazníkovi; false: žiadne',
    contents: '"full": každý export obsahuje všetky objednávky; "changes": len to, čo sa odvtedy zmenilo',
    map: 'slovo z ERP: stav v e-shope; null nechá stav tak',
    firstRun: 'prvý beh berie export ako to, čo už e-shop ukazuje, a nič neposiela',
    finalStatuses: 'stavy, ktoré sa už nikdy nemenia, napríklad ["Storno"]',
  },
}
