/** Hours of the shop's own clock in which nobody is told anything, as `21:00` to `07:00`. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

/** Whether a moment lies within the quiet hours, also where these go over midnight. */
export function isQuiet(quiet: QuietHours | undefined, timeZone: string, nowMs: number): boolean {
  if (quiet === undefined) return false
  const now = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(nowMs)
  const { from, to } = quiet
  return from <= to ? now >= from && now < to : now >= from || now < to
}
