import { isRefused, type Line, mapWanted } from './line.ts'

/** Lets refused values go out at once. */
export const releaseParked = (line: Line, nowMs: number): Line =>
  mapWanted(line, (field) =>
    isRefused(field.parked) ? { ...field, parked: { ...field.parked, nextTry: new Date(nowMs).toISOString() } } : field,
  )
