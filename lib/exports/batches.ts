/**
 * Things that come in batches: nobody waits but for the next batch. Those of a batch are made one after the other, as they are
 * asked for, and all of them before the next batch is: waiting for each of them would take longer than making it.
 */
export type Batches<T> = AsyncIterable<Iterable<T>>

/** The same for who waits for each of them. */
export async function* oneByOne<T>(batches: Batches<T>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch
}
