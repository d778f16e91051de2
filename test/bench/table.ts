import { join } from 'node:path'
import type { Command, Taken } from './measure.ts'

const program = join(import.meta.dirname, '../../dist/bin/order-sync.cjs')

/** A command of order-sync, as it is installed. */
export const syncCommand = (settings: string, root: string, ...args: readonly string[]): Command => ({
  file: process.execPath,
  args: [program, ...args, '--settings', settings, '--folder', root],
  environment: { UPGATES_API_KEY: 'bench-key' },
})

/** What a figure may be at most, as a ratio to that of the base, or in MiB. */
export interface Goal {
  readonly name: string
  readonly most?: number
  readonly mostMb?: number
}

/** Whole processes that were compared. */
export interface Table {
  readonly title: string
  readonly orders: number
  /** the one that the others are compared with; absent where it is not installed */
  readonly base: string
  readonly taken: ReadonlyMap<string, Taken>
}

const cpuOf = ({ taken }: Table, name: string): number | undefined => taken.get(name)?.cpuSeconds

/** A table in Markdown. */
export function tableText(table: Table): string {
  const base = cpuOf(table, table.base)
  const rows = [...table.taken].map(([name, { cpuSeconds, wallSeconds, peakMb }]) => {
    const ratio = base === undefined ? '–' : (cpuSeconds / base).toFixed(2)
    const each = ((cpuSeconds / table.orders) * 1e6).toFixed(1)
    return `| ${name} | ${cpuSeconds.toFixed(2)} | ${ratio} | ${wallSeconds.toFixed(2)} | ${peakMb.toFixed(0)} | ${each} |`
  })
  const head = `| ${table.title} | CPU s | × ${table.base} | wall s | peak MiB | µs/order |\n|---|--:|--:|--:|--:|--:|`
  return `\n${[head, ...rows].join('\n')}\n`
}

/** Goals that a table misses, a line each. */
export function missedGoals(goals: readonly Goal[], table: Table): string[] {
  const base = cpuOf(table, table.base)
  return goals.flatMap(({ name, most, mostMb }) => {
    const own = table.taken.get(name)
    if (own === undefined) return []
    const ratio = base === undefined ? undefined : own.cpuSeconds / base
    const isSlow = ratio !== undefined && most !== undefined && ratio > most
    const isLarge = mostMb !== undefined && own.peakMb > mostMb
    return [
      ...(isSlow ? [`${table.title}, ${name}: ${ratio.toFixed(2)} × ${table.base}, the goal is ${most}`] : []),
      ...(isLarge ? [`${table.title}, ${name}: ${own.peakMb.toFixed(0)} MiB, the goal is ${mostMb}`] : []),
    ]
  })
}
