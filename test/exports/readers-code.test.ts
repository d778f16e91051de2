import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleFunction } from '../../build/function.ts'
import { fingerprintOf, readersCode } from '../../lib/exports/readers-code.ts'

const top = join(import.meta.dirname, '../..')
const lib = join(top, 'lib')

/** The code that reads records, to be changed. */
function copied(): { readonly lib: string; readonly packageFile: string } {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-readers-'))
  for (const room of ['exports', 'sync']) cpSync(join(lib, room), join(folder, 'lib', room), { recursive: true })
  const packageFile = join(folder, 'package.json')
  cpSync(join(top, 'package.json'), packageFile)
  return { lib: join(folder, 'lib'), packageFile }
}

describe('the code that reads records', () => {
  it('has a fingerprint that is the same wherever it lies', () => {
    expect(fingerprintOf(copied().lib)).toBe(readersCode())
    expect(readersCode()).toMatch(/^[\w-]{16}$/)
  })

  it.each([
    'exports/formats/csv.ts',
    'exports/mapping/dates.ts',
    'exports/unpack/decode.ts',
    'sync/import/merge.ts',
    'sync/ledger/values.ts',
  ])('has another fingerprint once %s has changed', (file) => {
    const { lib: changed } = copied()
    appendFileSync(join(changed, file), ' ')
    expect(fingerprintOf(changed)).not.toBe(readersCode())
  })

  it('has another fingerprint once a library has changed', () => {
    const { lib: changed, packageFile } = copied()
    writeFileSync(packageFile, readFileSync(packageFile, 'utf8').replace(/"saxes": "[^"]*"/, '"saxes": "99.0.0"'))
    expect(fingerprintOf(changed)).not.toBe(readersCode())
  })

  it('has its fingerprint in the bundle of the function', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'order-sync-readers-')), 'function')
    mkdirSync(folder)
    bundleFunction(folder)
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(texts.some((text) => text.includes(`"${readersCode()}"`))).toBe(true)
  })
})
