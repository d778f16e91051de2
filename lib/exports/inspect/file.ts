import { createReadStream } from 'node:fs'
import type { ExportSource } from '../record.ts'

/** A file of this machine as an export. */
export const fileSource = (file: string, size: number): ExportSource => ({
  key: file,
  size,
  open: async (range) =>
    createReadStream(
      file,
      range === undefined ? {} : { start: range.start, end: Math.max(range.start, range.end - 1) },
    ),
})
