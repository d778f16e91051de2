import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { decodeCodePage } from '../../lib/exports/unpack/code-pages.ts'

it.each([
  ['cp852', 'cp852'],
  ['macce', 'maccenteuro'],
] as const)('decodes every byte of %s as a well-kept library does', (page, name) => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  expect(decodeCodePage(bytes, page)).toBe(iconv.decode(bytes, name))
})
