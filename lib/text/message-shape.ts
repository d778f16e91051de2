/** What the messages say to an owner, beside the words for every kind of problem. */
export interface MessageTexts {
  readonly still: (title: string, lasts: string) => string
  readonly wellAgain: (title: string) => string
  readonly lasted: (lasts: string) => string
  readonly more: (more: number) => string
  readonly minutes: (number: number) => string
  readonly hours: (number: number) => string
  readonly days: (number: number) => string
}
