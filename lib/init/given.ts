import { OrderSyncError } from '../errors.ts'
import type { Asker, ChoiceQuestion, TextQuestion } from './asker.ts'

/** What the options of the command answer, by the names of the questions. */
export type Given = Readonly<Record<string, string | undefined>>

/** Options answer first; whatever they leave open goes to somebody else. */
export const answeredBy = (given: Given, other: Asker): Asker => ({
  tell: other.tell,
  async text(question) {
    const answer = given[question.name]
    return answer === undefined ? other.text(question) : checked(question, answer)
  },
  async choose(question) {
    const answer = given[question.name]
    return answer === undefined ? other.choose(question) : oneOf(question, answer)
  },
  async several(question) {
    const answer = given[question.name]
    if (answer === undefined) return other.several(question)
    return listed(answer).map((one) => oneOf(question, one))
  },
})

/** Nobody is there to be asked: what is usual counts, and what has no usual answer must be an option. */
export const nobody = (tell: Asker['tell']): Asker => ({
  tell,
  async text({ name, message, usual }) {
    if (usual === undefined) throw unanswered(name, message)
    return usual
  },
  async choose({ name, message, usual }) {
    if (usual === undefined) throw unanswered(name, message)
    return usual
  },
  several: async () => [],
})

/** An answer that holds several, with commas between them. */
export const listed = (answer: string): string[] =>
  answer
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

function checked({ name, check }: TextQuestion, answer: string): string {
  const wrong = check?.(answer)
  if (wrong !== undefined) throw badAnswer(name, answer, wrong)
  return answer
}

function oneOf({ name, choices }: Omit<ChoiceQuestion, 'usual'>, answer: string): string {
  const found = choices.find(({ value, label }) => value === answer || label === answer)
  if (found === undefined) throw badAnswer(name, answer, `There are: ${choices.map(({ label }) => label).join(', ')}.`)
  return found.value
}

const optionOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const unanswered = (name: string, message: string): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'write the settings without a question',
    subject: message,
    ended: 'nobody is there to answer it',
    hint: `Answer it with ${optionOf(name)}, or call it in a terminal.`,
  })

const badAnswer = (name: string, answer: string, wrong: string): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'write the settings with',
    subject: `${optionOf(name)} ${answer}`,
    ended: 'it does not answer the question',
    hint: wrong,
  })
