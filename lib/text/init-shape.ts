/** What the comments of a settings file say. */
export interface SettingsComments {
  readonly shop: string
  readonly address: string
  readonly notify: string
  readonly contents: string
  readonly map: string
  readonly firstRun: string
  readonly finalStatuses: string
}

/** Everything that the questions say. */
export interface InitTexts {
  readonly title: string
  /** how questions are answered */
  readonly howTo: { readonly oneOf: string; readonly severalOf: string; readonly none: string }
  /** what the ready-made mappings call a state of an order, in words of the ERP */
  readonly meanings: Readonly<Record<string, string>>
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
  /** above the settings that it writes */
  readonly comments: SettingsComments
}
