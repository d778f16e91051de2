/** The languages that people are spoken to in. */
export const languages = ['cs', 'sk', 'en'] as const

/** A language that people are spoken to in. */
export type Language = (typeof languages)[number]
