import { isAbsolute, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Code of this package, which is nobody's caller. */
const ours = join(import.meta.dirname, '..')

/** File and line, below the working directory where it lies there, of the code outside of this package that is calling; as `lib/shops.ts:12`. */
export function callerPlace(stack = new Error().stack ?? ''): string | undefined {
  for (const line of stack.split('\n')) {
    const [, place, number] = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):\d+\)?$/.exec(line.trim()) ?? []
    if (place === undefined) continue
    const file = place.startsWith('file:') ? fileURLToPath(place) : place
    if (file.startsWith(join(ours, 'infra') + sep)) continue
    const short = relative(process.cwd(), file)
    return `${short.startsWith('..') || isAbsolute(short) ? file : short}:${number}`
  }
  return undefined
}
