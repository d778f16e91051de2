import type { InitTexts } from '../text/init.ts'
import type { Language } from '../text/language.ts'
import type { Answers } from './interview.ts'

/** The settings file: JSON with a comment above whatever an owner may want to change. */
export function settingsText(answers: Answers, language: Language, { comments }: Pick<InitTexts, 'comments'>): string {
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
  const { shop: about, address: where, notify: mails, contents, map, firstRun, finalStatuses } = comments
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
