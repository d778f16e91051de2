import type { Batches } from '../batches.ts'

/** The beginning of a text, at least `length` long where there is so much, and all of it from the beginning. */
export async function peekText(
  text: Batches<string>,
  length: number,
): Promise<{ start: string; all: Batches<string> }> {
  const batches = text[Symbol.asyncIterator]()
  let batch: Iterator<string> = [][Symbol.iterator]()
  let start = ''
  let ended = false
  while (start.length < length && !ended) {
    const chunk = batch.next()
    if (chunk.done !== true) start += chunk.value
    else {
      const next = await batches.next()
      ended = next.done === true
      if (next.done !== true) batch = next.value[Symbol.iterator]()
    }
  }
  const begun = function* (): Generator<string> {
    if (start !== '') yield start
    for (let next = batch.next(); next.done !== true; next = batch.next()) yield next.value
  }
  const all = (async function* () {
    try {
      yield begun()
      for (let next = await batches.next(); next.done !== true; next = await batches.next()) yield next.value
    } finally {
      await batches.return?.()
    }
  })()
  return { start: start.slice(0, length), all }
}
