import { hourMs } from '../units.ts'
import type { Allowance } from './shop.ts'

const longestWaitMs = 25 * hourMs

const names: { readonly [name in keyof Allowance]-?: string } = {
  hourLimit: 'x-rate-limit-hour',
  hourRemaining: 'x-rate-limit-hour-remaining',
  dayLimit: 'x-rate-limit-day',
  dayRemaining: 'x-rate-limit-day-remaining',
  totalRemaining: 'x-rate-limit-total-remaining',
}

/** What the headers of an answer say about the allowance of requests, or `undefined` where they say nothing. */
export function allowanceOf(headers: Readonly<Record<string, string>>): Allowance | undefined {
  const known = Object.entries(names).flatMap(([name, header]) => {
    const text = headers[header]?.trim() ?? ''
    return /^\d{1,9}$/.test(text) ? [[name, Number(text)]] : []
  })
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

/**
 * When the shop asks to be let alone until, in milliseconds since 1970: `Retry-After` as a date (GMT) or in seconds.
 * `undefined` where it is missing, absurd or past. Never more than 25 hours ahead.
 */
export function retryAfterOf(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? ''
  const at = /^\d{1,9}$/.test(text) ? nowMs + Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(at) || at <= nowMs ? undefined : Math.min(at, nowMs + longestWaitMs)
}

/** When a 429 lets requests through again, in milliseconds since 1970; without a word of the shop, at the next full clock hour. */
export const retryAfterMs = (headers: Readonly<Record<string, string>>, nowMs: number): number =>
  retryAfterOf(headers, nowMs) ?? nowMs - (nowMs % hourMs) + hourMs
