import { oneByOne } from '../batches.ts'
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
  const { gate } = options
  let first = true
  let laidOut = false
  for await (const chunk of oneByOne(all)) {
    const passed = gate?.passed()
    if (passed !== undefined && passed.lines > 0) cutter.pass(passed)
    const begun: string = first ? chunk.trimStart() : chunk
    first &&= begun === ''
    const records = cutter.push(marker.write(begun))
    if (!laidOut && cutter.isUsual()) {
      laidOut = true
      gate?.laidOut('xml')
    }
    gate?.stand(marker.isEmpty() ? cutter.stand() : -1)
    if (records.length > 0) yield [records]
  }
  const last = [...cutter.push(marker.end()), ...cutter.end()]
  if (last.length > 0) yield [last]
}
