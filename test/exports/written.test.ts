import { describe, expect, it } from 'vitest'
import { compareWritten } from '../../lib/exports/written.ts'
import { feedOf, readAll, sample, sourceOf } from '../support/exports.ts'
import { textRow, workbookOf } from '../support/workbook.ts'

const pohoda = feedOf({ preset: 'pohoda-orders' })
const moneyS3 = feedOf({ preset: 'money-s3-orders', fields: { status: { map: {} } } })
const flexi = feedOf({ preset: 'flexi-orders' })
const csv = feedOf({ format: { type: 'csv' }, fields: { order_number: 'n' } })
const xlsx = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } })

const money = (attributes: string): string => `<MoneyData ${attributes}><SeznamObjPrij/></MoneyData>`
const winstrom = (more: object): string =>
  JSON.stringify({ winstrom: { '@version': '1.0', ...more, 'objednavka-prijata': [] } })
const pack = (attribute: string): string =>
  `<rsp:responsePack xmlns:rsp="r" state="ok" programVersion="13400.3 (26.10.2023)"><rsp:responsePackItem state="ok"><lst:listOrder xmlns:lst="l" ${attribute} state="ok"/></rsp:responsePackItem></rsp:responsePack>`
const workbook = (modified: string) => workbookOf({ sheets: { A: textRow('n') + textRow('1') }, modified })

describe('when an export was written, as the file says', () => {
  it.each<[string, typeof csv, string | Uint8Array, string | undefined]>([
    ['Pohoda, as it writes it', pohoda, sample('pohoda-listOrder-cp1250.xml'), '2026-03-05T06:00:12'],
    ['Pohoda', pohoda, pack('dateTimeStamp="2026-11-24T09:30:00"'), '2026-11-24T09:30:00'],
    ['Pohoda, with a zone', pohoda, pack('dateTimeStamp="2026-11-24T09:30:00+01:00"'), '2026-11-24T08:30:00Z'],
    ['Pohoda without it: the version of the program is none', pohoda, pack(''), undefined],
    ['Money S3', moneyS3, money('ExpDate="2026-11-24" ExpTime="13:34:21"'), '2026-11-24T13:34:21'],
    ['Money S3, its day alone', moneyS3, money('ExpDate="2026-11-24"'), '2026-11-24'],
    ['Money S3 without it', moneyS3, money('ICAgendy="12345678"'), undefined],
    ['Flexi, the number of its last change', flexi, winstrom({ '@globalVersion': '4711' }), '#4711'],
    ['Flexi without it', flexi, winstrom({}), undefined],
    ['a workbook', xlsx, workbook('2026-11-24T08:30:00Z'), '2026-11-24T08:30:00Z'],
    ['a workbook with nonsense', xlsx, workbook('yesterday'), undefined],
    ['a workbook whose properties are broken', xlsx, workbook('2026-11-24T08:30:00Z</x>'), undefined],
    ['a workbook without properties', xlsx, workbookOf({ sheets: { A: textRow('n') } }), undefined],
    ['a table', csv, 'n\n1\n', undefined],
    ['a day that does not exist', moneyS3, money('ExpDate="2026-13-45"'), undefined],
  ])('%s', async (_what, feed, content, written) => {
    expect((await readAll(feed, sourceOf(content, 50))).summary.written).toBe(written)
  })
})

describe('of two such times', () => {
  it.each<[string, string | undefined, string | undefined, number]>([
    ['the earlier is older', '2026-11-24T09:30:00', '2026-11-24T09:30:01', -1],
    ['the same is neither', '2026-11-24T09:30:00', '2026-11-24T09:30:00', 0],
    ['the later number is newer', '#100', '#99', 1],
    ['a day and a time within it tell nothing', '2026-11-24', '2026-11-24T09:30:00', 0],
    ['a day and a time of another tell', '2026-11-23', '2026-11-24T09:30:00', -1],
    ['one with a zone and one without tell nothing', '2026-11-24T09:30:00Z', '2026-11-24T09:30:01', 0],
    ['a number and a time tell nothing', '#5', '2026-11-24', 0],
    ['nothing tells nothing', undefined, '2026-11-24', 0],
  ])('%s', (_what, left, right, expected) => {
    expect(Math.sign(compareWritten(left, right))).toBe(expected)
    expect(Math.sign(compareWritten(right, left))).toBe(expected === 0 ? 0 : -expected)
  })
})
