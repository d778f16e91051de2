/** The beginning of a text, at least `length` long where there is so much, and all of it from the beginning. */
export async function peekText(
  text: AsyncIterable<string>,
  length: number,
): Promise<{ start: string; all: AsyncIterable<string> }> {
  const chunks = text[Symbol.asyncIterator]()
  let start = ''
  let ended = false
  while (start.length < length && !ended) {
    const next = await chunks.next()
    ended = next.done === true
    if (!next.done) start += next.value
  }
  const all = (async function* () {
    try {
      if (start !== '') yield start
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
    } finally {
      await chunks.return?.()
    }
  })()
  return { start: start.slice(0, length), all }
}

/** All of a text, which somebody looks at as it passes. */
export async function* mapChunks(text: AsyncIterable<string>, look: (chunk: string) => void): AsyncGenerator<string> {
  for await (const chunk of text) {
    look(chunk)
    yield chunk
  }
}

/** A text without its first characters. */
export async function* dropped(text: AsyncIterable<string>, length: number): AsyncGenerator<string> {
  let left = length
  for await (const chunk of text) {
    const rest = chunk.slice(left)
    left = Math.max(0, left - chunk.length)
    if (rest !== '') yield rest
  }
}
