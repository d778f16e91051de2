import type { Language } from './language.ts'

/** Where and for whom a time is told. */
export interface Zone {
  readonly language: Language
  /** IANA name, as `Europe/Prague` */
  readonly timeZone: string
}

/** How a day is written. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', cs: 'cs-CZ', sk: 'sk-SK' }

/** Makes times of ISO 8601 readable in a zone, which is named: "23. 11. 2026 11:15 SEČ". What is not a time stays as it is. */
export function createTimes(zone: Zone): (iso: string) => string {
  let format: Intl.DateTimeFormat | undefined
  return (iso) => {
    const ms = Date.parse(iso)
    if (Number.isNaN(ms)) return iso
    format ??= formatIn(zone)
    return format.format(ms)
  }
}

const formatIn = ({ language, timeZone }: Zone): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locales[language], {
    timeZone,
    year: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })

const isoTimes = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z(?![\w-])/g

/** The times of ISO 8601 that stand in a message, as people read them. */
export const withTimes = (message: string, time: (iso: string) => string): string => message.replaceAll(isoTimes, time)
