import type { Language } from '../text/language.ts'
import type { Answers } from './interview.ts'

/** What the comments of a settings file say. */
interface Comments {
  readonly shop: string
  readonly address: string
  readonly notify: string
  readonly contents: string
  readonly map: string
  readonly firstRun: string
  readonly finalStatuses: string
}

const comments: Readonly<Record<Language, Comments>> = {
  en: {
    shop: 'short name of the shop, in reports and on AWS',
    address: 'where the shop answers; the API key is never written here',
    notify: 'the statuses that mail the customer; false: none',
    contents: '"full": every export holds all orders; "changes": what has changed since the last one',
    map: 'word of the ERP: status of the shop; null leaves the status alone',
    firstRun: 'the first run takes the export as what the shop shows already, and posts nothing',
    finalStatuses: 'statuses that are never changed any more, as ["Storno"]',
  },
  cs: {
    shop: 'krátké jméno e-shopu, pro zprávy a AWS',
    address: 'kde e-shop odpovídá; klíč k API sem nikdy nepatří',
    notify: 'stavy, při kterých e-shop píše zákazníkovi; false: žádné',
    contents: '"full": každý export obsahuje všechny objednávky; "changes": jen to, co se od minula změnilo',
    map: 'slovo z ERP: stav v e-shopu; null nechá stav být',
    firstRun: 'první běh bere export jako to, co už e-shop ukazuje, a nic neposílá',
    finalStatuses: 'stavy, které se už nikdy nemění, třeba ["Storno"]',
  },
  sk: {
    shop: 'krátke meno e-shopu, pre správy a AWS',
    address: 'kde e-shop odpovedá; kľúč k API sem nikdy nepatrí',
    notify: 'stavy, pri ktorých e-shop píše zákazníkovi; false: žiadne',
    contents: '"full": každý export obsahuje všetky objednávky; "changes": len to, čo sa odvtedy zmenilo',
    map: 'slovo z ERP: stav v e-shope; null nechá stav tak',
    firstRun: 'prvý beh berie export ako to, čo už e-shop ukazuje, a nič neposiela',
    finalStatuses: 'stavy, ktoré sa už nikdy nemenia, napríklad ["Storno"]',
  },
}

/** The settings file: JSON with a comment above whatever an owner may want to change. */
export function settingsText(answers: Answers, language: Language): string {
  const { shop, address, login, notify, feed, mapping } = answers
  const settings = {
    $schema: './order-sync.schema.json',
    shop,
    ...(language === 'en' ? {} : { language }),
    upgates: { api: 'v2', ...address, login, notify: notify.length === 0 ? false : notify },
    feeds: { [feed]: mapping },
    firstRun: 'adopt',
    finalStatuses: [],
  }
  const { shop: about, address: where, notify: mails, contents, map, firstRun, finalStatuses } = comments[language]
  const above: readonly (readonly [line: RegExp, comment: string])[] = [
    [/^ {2}"shop":/, about],
    [/^ {4}"api":/, where],
    [/^ {4}"notify":/, mails],
    [/^ {6}"contents":/, contents],
    [/^ {10}"map":/, map],
    [/^ {2}"firstRun":/, firstRun],
    [/^ {2}"finalStatuses":/, finalStatuses],
  ]
  const lines = JSON.stringify(settings, null, 2).split('\n')
  return `${lines.flatMap((line) => commented(line, above)).join('\n')}\n`
}

function commented(line: string, above: readonly (readonly [line: RegExp, comment: string])[]): string[] {
  const comment = above.find(([pattern]) => pattern.test(line))?.[1]
  return comment === undefined ? [line] : [`${line.slice(0, line.length - line.trimStart().length)}// ${comment}`, line]
}
