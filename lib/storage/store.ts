/** One object of a listing. */
export interface StoredObject {
  readonly key: string
  /** changes whenever the content is replaced */
  readonly etag: string
  /** bytes */
  readonly size: number
  /** ISO 8601, UTC, milliseconds */
  readonly lastModified: string
}

/** A part of an object, in bytes from its beginning, without the byte at `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Bytes that are read once, to their end or until they are destroyed. A chunk is good until the next one is asked for: what
 * reads a large file reads it into the same memory over and over.
 */
export interface Body extends AsyncIterable<Buffer> {
  destroy(): void
}

/** An object being read, or a part of it; `size` is that of the whole. `body` must be consumed or destroyed. */
export interface StoredContent extends StoredObject {
  readonly body: Body
}

/** Whether a write may replace what is there: only nothing, or only the object with this etag. */
export type PutCondition = { readonly ifAbsent: true } | { readonly ifMatch: string }

/** A write either happened, with the new etag, or somebody else's did first. */
export type PutResult = { readonly written: true; readonly etag: string } | { readonly written: false }

/**
 * What the engine needs of a bucket or a folder. Keys are `/`-separated, relative, without `.` or `..` segments.
 * Every adapter passes the same contract suite (`test/storage/contract.ts`).
 */
export interface Store {
  /** for messages: `folder ./data`, `bucket order-sync-demo` */
  readonly description: string
  /** an object appears whole and is replaced as a whole: nobody can find one that is still being written; default: they can */
  readonly isWhole?: true
  /**
   * All objects whose key starts with `prefix`, in the order of their keys (UTF-8 bytes). Complete, or it throws.
   * @param after only those whose key comes behind this one
   */
  list(prefix: string, after?: string): Promise<StoredObject[]>
  /**
   * The object, or `undefined` where there is none. Any other trouble throws.
   * @param range only these bytes, as far as the object has them; it may have none of them
   */
  get(key: string, range?: ByteRange): Promise<StoredContent | undefined>
  /**
   * Writes the whole body or nothing, durably, under a condition. Bodies that are swapped must be unique
   * (carry a write id), so that an adapter can settle a lost answer by reading back.
   * With `ifMatch` on a key that has vanished it throws {@link StateVanished}; it never recreates it.
   */
  put(key: string, body: string | Uint8Array, condition: PutCondition): Promise<PutResult>
  /** Deletes an object; one that is not there is no error. Used for old snapshots only. */
  delete(key: string): Promise<void>
}
