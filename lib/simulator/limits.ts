import type { Clock } from '../effects.ts'
import { dayMs, hourMs } from '../units.ts'

const mostWrongLogins = 5

/** Counts requests and wrong logins in fixed clock hours and days, as Upgates does. */
export interface Limits {
  /** Counts one request. `false`: the allowance is used up. */
  take(): boolean
  /** Counts a wrong login. `true`: from now on the login is locked. */
  wrongLogin(): boolean
  locked(): boolean
  /** The headers that go with every answer. */
  headers(): Record<string, string>
  /** When requests are let through again, as a date in GMT. */
  retryAfter(): string
}

/** @param most requests per clock hour and day */
export function createLimits(clock: Pick<Clock, 'now'>, most: { readonly hour: number; readonly day: number }): Limits {
  const used = { hour: 0, hourAt: -1, day: 0, dayAt: -1, wrong: 0, wrongAt: -1 }
  const renew = (): void => {
    const now = clock.now()
    const [hour, day] = [Math.floor(now / hourMs), Math.floor(now / dayMs)]
    if (hour !== used.hourAt) Object.assign(used, { hour: 0, hourAt: hour })
    if (day !== used.dayAt) Object.assign(used, { day: 0, dayAt: day })
    if (hour !== used.wrongAt) Object.assign(used, { wrong: 0, wrongAt: hour })
  }
  const left = () => ({ hour: Math.max(0, most.hour - used.hour), day: Math.max(0, most.day - used.day) })
  return {
    take() {
      renew()
      if (left().hour === 0 || left().day === 0) return false
      used.hour++
      used.day++
      return true
    },
    wrongLogin() {
      renew()
      used.wrong++
      return used.wrong >= mostWrongLogins
    },
    locked() {
      renew()
      return used.wrong >= mostWrongLogins
    },
    headers() {
      renew()
      const { hour, day } = left()
      return {
        'x-rate-limit-hour': String(most.hour),
        'x-rate-limit-day': String(most.day),
        'x-rate-limit-hour-remaining': String(hour),
        'x-rate-limit-day-remaining': String(day),
        'x-rate-limit-total-remaining': String(Math.min(hour, day)),
      }
    },
    retryAfter() {
      const step = left().day === 0 ? dayMs : hourMs
      const now = clock.now()
      return new Date(now - (now % step) + step).toUTCString()
    },
  }
}
