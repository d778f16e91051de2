import { appendFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../lib/upload/journal.ts'
import { settleMs, UploadError, uploadFolder } from '../../lib/upload/upload.ts'
import { temporaryFolder } from '../support/folder.ts'

let folder: string
let journalFile: string
let put: [key: string, body: string][]
let said: string[]
let slept: number[]
/** What happens in the nth pause: the ERP writes meanwhile. */
let meanwhile: Record<number, () => void>
/** What the bucket answers, in turn; then it takes everything. */
let answers: (Error | undefined)[]

beforeEach(() => {
  folder = temporaryFolder()
  journalFile = join(folder, '.order-sync-uploads.ndjson')
  put = []
  said = []
  slept = []
  meanwhile = {}
  answers = []
})

/** The ERP writes a file, at a second of its own. */
function write(name: string, content: string, second: number): void {
  writeFileSync(join(folder, name), content)
  utimesSync(join(folder, name), second, second)
}

async function upload(how: { once?: boolean; ending?: string; rounds?: number } = {}): Promise<number> {
  const stop = new AbortController()
  const { once = true, rounds, ...rest } = how
  const clock = {
    now: () => Date.UTC(2026, 10, 25) + slept.reduce((sum, ms) => sum + ms, 0),
    sleep: async (ms: number) => {
      slept.push(ms)
      meanwhile[slept.length]?.()
      if (rounds !== undefined && slept.length > rounds) stop.abort()
    },
  }
  const effects = {
    clock,
    random: () => 1,
    journal: await openJournal(journalFile),
    put: async (key: string, body: Uint8Array) => {
      const answer = answers.shift()
      if (answer !== undefined) throw answer
      put.push([key, Buffer.from(body).toString()])
    },
    say: (line: string) => void said.push(line),
  }
  return uploadFolder({ folder, feed: 'orders', once, ...rest }, effects, stop.signal)
}

const busy = new UploadError('s3://b refused it: SlowDown, busy.', false, undefined)
const denied = new UploadError('s3://b refused it: AccessDenied, no.', true, undefined)

describe('upload', () => {
  it('takes finished files, the oldest first, and tells of each', async () => {
    write('b.csv', 'old', 1)
    write('a.csv', 'new', 2)
    expect(await upload()).toBe(2)
    expect(put).toEqual([
      ['exports/orders/b.csv', 'old'],
      ['exports/orders/a.csv', 'new'],
    ])
    expect(said).toEqual([
      'b.csv: uploaded as exports/orders/b.csv (3 bytes).',
      'a.csv: uploaded as exports/orders/a.csv (3 bytes).',
    ])
  })

  it.each(['.hidden', 'x.part', 'x.TMP', '~$x.xlsx', 'x.filepart', 'x.txt'])('leaves %s alone', async (name) => {
    write(name, 'x', 1)
    mkdirSync(join(folder, 'folder.csv'))
    await upload({ ending: name === 'x.txt' ? '.csv' : '' })
    expect(put).toEqual([])
  })

  it('waits for a file that is still being written', async () => {
    write('a.csv', 'half', 1)
    meanwhile = { 1: () => write('a.csv', 'half and half', 2) }
    await upload({ once: false, rounds: 2 })
    expect(put).toEqual([['exports/orders/a.csv', 'half and half']])
    expect(slept.slice(0, 2)).toEqual([settleMs, settleMs])
  })

  it('uploads nothing twice, over restarts, and a new export of the same name again', async () => {
    write('a.csv', 'one', 1)
    await upload()
    await upload()
    expect(put).toHaveLength(1)
    write('a.csv', 'one', 2)
    await upload()
    expect(put.map(([, body]) => body)).toEqual(['one', 'one'])
  })

  it('reads a journal whose last line a crash has cut off, and goes on in it', async () => {
    write('a.csv', 'one', 1)
    await upload()
    appendFileSync(journalFile, '{"name":"b.c')
    write('b.csv', 'two', 2)
    await upload()
    await upload()
    expect(put.map(([, body]) => body)).toEqual(['one', 'two'])
    const lines = readFileSync(journalFile, 'utf8').trimEnd().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ name: 'b.csv', size: 3, key: 'exports/orders/b.csv' })
  })

  it('tries again with growing pauses, and keeps the order meanwhile', async () => {
    write('a.csv', 'one', 1)
    write('b.csv', 'two', 2)
    answers = [busy, busy, busy]
    expect(await upload()).toBe(2)
    expect(slept).toEqual([settleMs, 1_000, 2_000, 4_000])
    expect(put.map(([, body]) => body)).toEqual(['one', 'two'])
    expect(said[0]).toBe('a.csv: s3://b refused it: SlowDown, busy. Tried again in 1 s.')
  })

  it('waits five minutes at most, for as long as it takes, when it watches', async () => {
    write('a.csv', 'one', 1)
    answers = Array.from({ length: 12 }, () => denied)
    await upload({ once: false, rounds: 13 })
    expect(Math.max(...slept)).toBe(300_000)
    expect(put).toHaveLength(1)
  })

  it.each([
    ['what lasts at once', denied, 1],
    ['what may pass after six attempts', busy, 6],
  ])('with --once gives up on %s', async (_, answer, attempts) => {
    write('a.csv', 'one', 1)
    answers = Array.from({ length: 10 }, () => answer)
    await expect(upload()).rejects.toBe(answer)
    expect(10 - answers.length).toBe(attempts)
  })

  it('takes the new version of a file that changes between two attempts', async () => {
    write('a.csv', 'one', 1)
    answers = [busy]
    meanwhile = { 2: () => write('a.csv', 'newer', 2) }
    await upload({ once: false, rounds: 4 })
    expect(put).toEqual([['exports/orders/a.csv', 'newer']])
  })

  it('says that there is no such folder', async () => {
    folder = join(folder, 'none')
    await expect(upload()).rejects.toThrow(/Could not look into .*none: there is no such file or folder/)
  })
})
