import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'

/** Parses a document by saxes alone, and does nothing with it. */
const [, , file = ''] = process.argv
const parser = new SaxesParser({ xmlns: false, position: false })
parser.on('error', (error) => {
  throw error
})
const decoder = new TextDecoder('utf-8', { fatal: true })
for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }))
  parser.write(decoder.decode(chunk as Buffer, { stream: true }))
parser.close()
