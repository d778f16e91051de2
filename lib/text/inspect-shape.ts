type Count = (count: number) => string
type Line = (text: string) => string

/** What `inspect` says about a file. */
export interface InspectTexts {
  readonly encoding: Line
  readonly delimiter: Line
  readonly tab: string
  readonly packed: Line
  readonly refused: Line
  readonly holds: (at: string | undefined) => string
  readonly columns: readonly [path: string, sample: string]
  readonly records: Count
  readonly presetFits: (records: number, preset: string, percent: string) => string
  readonly othersRead: Line
  readonly guessed: Count
  readonly whichNumber: string
  readonly firstOrders: string
  readonly given: string
  readonly share: (field: string, percent: string | undefined) => string
  readonly twice: Count
  readonly unmapped: string
  readonly words: string
  readonly moreWords: Count
  readonly draft: string
  readonly feedDraft: string
  readonly address: string
  readonly notify: string
  readonly questionMark: string
  readonly contents: string
  readonly noStatus: string
  readonly replaceNull: string
  readonly otherwiseKeep: string
}
