const inUtc = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)$/i
const inCzech = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)/

/**
 * A day as the shop shows it, `yyyy-mm-dd`, with or without a time. Databases write no day as zeros. A time in UTC belongs to
 * the day of the shop's zone, where that is known: it is how programs write midnight.
 */
export function shownDay(text: string, timeZone?: string): string {
  if (/^[0-]*$/.test(text.slice(0, 10))) return ''
  const [, day, month, year] = inCzech.exec(text) ?? []
  if (day !== undefined && month !== undefined) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const atMs = timeZone !== undefined && inUtc.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  if (Number.isNaN(atMs)) return text.slice(0, 10)
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', parts).format(atMs)
}
