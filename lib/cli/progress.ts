import type { Clock } from '../effects.ts'
import { safe } from '../print/style.ts'
import type { TerminalVoice } from '../print/voice.ts'
import { bodyOf } from '../storage/body.ts'
import type { Body, Store } from '../storage/store.ts'
import type { RunOptions } from '../sync/options.ts'
import type { Io } from './io.ts'

/** A line is written over so often at most. */
const everyMs = 100
/** A rate over less time than this says little. */
const surestMs = 1000
/** A smaller file is read before anybody has seen that it is. */
const smallBytes = 4 * 1024 * 1024

/** What a command tells of itself while it works; nothing where nobody looks. */
export interface Progress extends Pick<RunOptions, 'progress' | 'reading'> {
  /** the same store, with how far the reading of a large export is */
  readonly watched: (store: Store) => Store
}

/** How far reading and posting are, how fast they go, and how long they take yet: on a terminal only. */
export function progressOn(
  show: Io['progress'],
  { texts }: Pick<TerminalVoice, 'texts'>,
  clock: Pick<Clock, 'now'>,
): Progress {
  if (show === undefined) return { watched: (store) => store }
  const sinceSending = createPace(clock)
  let shownMs = 0
  const tell = (text: () => string): void => {
    const nowMs = clock.now()
    if (nowMs - shownMs < everyMs) return
    shownMs = nowMs
    show(text())
  }
  return {
    progress: (done, of) => show(texts.run.sending(done, of, sinceSending(done, of))),
    reading: (read, of) => tell(() => texts.run.readingMany(read, of)),
    watched: (store) => ({
      ...store,
      get: async (key, range) => {
        const content = await store.get(key, range)
        if (content === undefined || !key.startsWith('exports/') || content.size < smallBytes) return content
        const pace = createPace(clock)
        const from = range?.start ?? 0
        const told = (bytes: number): void =>
          tell(() => {
            const percent = `${Math.round((100 * (from + bytes)) / content.size)} %`
            return texts.run.reading(safe(key), percent, pace(bytes, content.size - from)?.left)
          })
        return { ...content, body: bodyOf(counted(content.body, told), () => content.body.destroy()) }
      },
    }),
  }
}

async function* counted(body: Body, told: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    told(bytes)
    yield chunk
  }
}

/** The rate since the first call, and how long the rest takes; `undefined` before that says anything. */
function createPace(clock: Pick<Clock, 'now'>) {
  let first: { readonly ms: number; readonly done: number } | undefined
  return (done: number, of: number): { readonly perSecond: number; readonly left: string } | undefined => {
    first ??= { ms: clock.now(), done }
    const [ms, since] = [clock.now() - first.ms, done - first.done]
    if (ms < surestMs || since <= 0) return undefined
    return { perSecond: Math.round((1000 * since) / ms), left: spanOf((ms * (of - done)) / since) }
  }
}

/** `45 s`, `3 min`, `2 h`. */
function spanOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 100) return `${seconds} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
