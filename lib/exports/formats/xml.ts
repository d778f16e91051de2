import { peekText } from '../unpack/text.ts'
import { type FormatReader, refuseOtherContent } from './format.ts'
import { createMarker } from './marks.ts'
import { createXmlCutter } from './xml-cutter.ts'

const sampleLength = 4096

/** Reads the records of an XML document as it streams in: elements by their local names, below the path of the records. */
export const readXml: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'XML')
  const cutter = createXmlCutter(options)
  const marker = createMarker()
  let first = true
  for await (const chunk of all) {
    const begun: string = first ? chunk.trimStart() : chunk
    first &&= begun === ''
    const records = cutter.push(marker.write(begun))
    if (records.length > 0) yield records
  }
  const last = [...cutter.push(marker.end()), ...cutter.end()]
  if (last.length > 0) yield last
}
