/** One of several answers. */
export interface Choice {
  readonly value: string
  readonly label: string
  /** a word more about it */
  readonly hint?: string
}

/** A question that is answered by a text. */
export interface TextQuestion {
  /** name of the option that answers it on the command line, as `login` */
  readonly name: string
  readonly message: string
  /** what Enter says; absent: an answer is needed */
  readonly usual?: string
  readonly example?: string
  /** what is wrong with an answer, or nothing */
  readonly check?: (answer: string) => string | undefined
}

/** A question with given answers. */
export interface ChoiceQuestion {
  readonly name: string
  readonly message: string
  readonly choices: readonly Choice[]
  readonly usual?: string
}

/** Who is asked: a person at a terminal, or the options of the command alone. */
export interface Asker {
  /** Says something between two questions. */
  tell(text: string): void
  text(question: TextQuestion): Promise<string>
  choose(question: ChoiceQuestion): Promise<string>
  /** any number of the choices, also none */
  several(question: Omit<ChoiceQuestion, 'usual'>): Promise<readonly string[]>
}
