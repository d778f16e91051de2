/**
 * When the ERP wrote an export, as the file itself says: a time as it is written there (`2026-03-05T06:00:12`, or with
 * `Z`), or a number that only grows, as `#4711`. Only compare it by {@link compareWritten}.
 */
export type Written = string

/** Names of values outside of the records that say when the file was written, in small letters. */
const times = new Set([
  // Pohoda: listOrder/@dateTimeStamp
  'datetimestamp',
  'exportedat',
  'exported_at',
  'generatedat',
  'generated_at',
  // XLSX: docProps/core.xml
  'dcterms:modified',
])
/** Money S3: MoneyData/@ExpDate and @ExpTime. */
const [dates, clocks] = [new Set(['expdate', 'exportdate']), new Set(['exptime', 'exporttime'])]
/** ABRA Flexi: winstrom/@globalVersion, the number of the last change in the whole company. */
const counts = new Set(['globalversion'])

const timeText = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$/
const clockText = /^\d\d:\d\d(?::\d\d)?$/

/** Gathers what a file says about when it was written; of several times the latest counts. */
export function createWritten() {
  let latest: Written | undefined
  let date: string | undefined
  let clock: string | undefined
  const tell = (written: Written | undefined): void => {
    if (written !== undefined && (latest === undefined || compareWritten(written, latest) > 0)) latest = written
  }
  return {
    /** A value that stands outside of the records; an attribute begins with `@`. */
    said(name: string, value: string): void {
      const plain = name.replace(/^@/, '').toLowerCase()
      const text = value.trim()
      if (times.has(plain)) tell(timeOf(text))
      else if (counts.has(plain) && /^\d{1,15}$/.test(text)) tell(`#${Number(text)}`)
      else if (dates.has(plain)) date = timeOf(text)?.slice(0, 10)
      else if (clocks.has(plain) && clockText.test(text)) clock = text
    },
    /** `undefined` where the file does not tell */
    end(): Written | undefined {
      return latest ?? (date === undefined ? undefined : timeOf(clock === undefined ? date : `${date}T${clock}`))
    },
  }
}

/** A time in the one form in which times are compared; with a zone, in UTC. */
function timeOf(text: string): Written | undefined {
  const [, day = '', clock, zone] = timeText.exec(text) ?? []
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return undefined
  if (clock === undefined) return day
  const full = clock.length === 5 ? `${clock}:00` : clock
  if (zone === undefined) return `${day}T${full}`
  const ms = Date.parse(`${day}T${full}${zone === 'Z' ? 'Z' : zone.replace(/^(...):?/, '$1:')}`)
  return Number.isNaN(ms) ? undefined : `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/**
 * Below 0 where the left one was written before the right one, above 0 where after it, 0 where that cannot be told: one of
 * them does not say it, they say it in different ways, or they say the same.
 */
export function compareWritten(left: Written | undefined, right: Written | undefined): number {
  if (left === undefined || right === undefined || kindOf(left) !== kindOf(right)) return 0
  if (left.startsWith('#')) return Number(left.slice(1)) - Number(right.slice(1))
  const length = Math.min(left.length, right.length)
  const [one, other] = [left.slice(0, length), right.slice(0, length)]
  return one === other ? 0 : one < other ? -1 : 1
}

const kindOf = (written: Written): string => (written.startsWith('#') ? '#' : written.endsWith('Z') ? 'Z' : 'local')
