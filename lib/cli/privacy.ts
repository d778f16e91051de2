import { stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reasonOf } from '../errors.ts'
import { count, safe } from '../print/style.ts'
import { type Forgotten, forgetOrder } from '../sync/past/forget.ts'
import { deleteAll, type Old, oldObjects } from '../sync/past/prune.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { isKnownOrder } from './known.ts'
import { nextOf } from './next.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts'

const dayMs = 24 * 3_600_000

/** `forget`: takes an order's values out of everything that is kept. In a pipe it only counts, unless told `--yes`. */
export async function forget(
  options: WorkspaceOptions & DecideOptions,
  io: Io,
  [order = '']: readonly string[],
): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const effects = { ...workspace.effects, by: await decider(options, workspace) }
  const found = await forgetOrder(order, { isMeant: false }, effects)
  const isFound = found.exchanges + found.reports + found.holds + found.decisions > 0
  if (!isFound && !(await isKnownOrder(order, workspace))) {
    const value = { ...found, forgotten: false, known: false }
    return { value, text: () => unknownText(order), code: exitCodes.refused }
  }
  const ask = options.json === true ? undefined : io.ask
  const isMeant = options.yes || (await ask?.(`${foundText(found)} Take them out, for ever?`)) === true
  if (isMeant) await forgetOrder(order, { isMeant }, effects)
  const end = isMeant
    ? `They are taken out. A run takes them out of the snapshot, and hears nothing more about this order. ${nextOf(options)}. Exports that still name it are the ERP's.`
    : 'Nothing was changed. To take them out, say --yes.'
  return { value: { ...found, forgotten: isMeant }, text: () => `${foundText(found)} ${end}` }
}

const unknownText = (order: string): string =>
  `No export has named the order ${safe(order)}, and nothing that is kept names it. Is the number the one that the shop shows? Nothing was changed.`

const foundText = ({ order_number, exchanges, reports, holds, decisions }: Forgotten): string =>
  `Values of the order ${safe(order_number)} are in ${count(exchanges, 'archived exchange')}, ${count(reports, 'report')}, ${count(holds, 'held plan')} and ${count(decisions, 'waiting decision')}.`

/** `prune`: deletes what is older than the settings say. */
export async function prune(options: WorkspaceOptions & Omit<DecideOptions, 'by'>, io: Io): Promise<Answer> {
  const { settings, effects } = await openWorkspace(options, io)
  const old = await oldObjects(settings, effects)
  const all = [...old.archive, ...old.runs, ...old.exports]
  if (all.length === 0) return { value: { ...old, deleted: 0 }, text: () => 'Nothing is older than the settings say.' }
  const no = await declined(`${oldText(old)} Delete them?`, options, io)
  if (no !== undefined) return no
  await deleteAll(all, effects)
  return { value: { ...old, deleted: all.length }, text: () => `Deleted. ${oldText(old)}` }
}

const oldText = ({ archive, runs, exports }: Old): string =>
  `Older than "retention" of the settings: ${count(archive.length, 'archived exchange')}, ${count(runs.length, 'report')} and ${count(exports.length, 'export')}.`

/**
 * Deletes old evidence of a folder after a run, at most once a day, as a bucket's lifecycle does; exports are the ERP's,
 * and left to `prune`. Whatever happens to it, the run has done its work.
 */
export async function pruneDaily({
  settings,
  effects,
  folder,
}: Pick<Workspace, 'settings' | 'effects' | 'folder'>): Promise<void> {
  if (folder === undefined) return
  const marker = join(folder, '.order-sync', 'pruned')
  const nowMs = effects.clock.now()
  try {
    const last = await stat(marker).catch(() => undefined)
    if (last !== undefined && nowMs - last.mtimeMs < dayMs) return
    const { archive, runs } = await oldObjects(settings, effects)
    await deleteAll([...archive, ...runs], effects)
    // a folder that nothing was written to yet has nothing old
    if ((await stat(join(folder, '.order-sync')).catch(() => undefined)) === undefined) return
    await writeFile(marker, '', { mode: 0o600 })
    await utimes(marker, nowMs / 1000, nowMs / 1000)
  } catch (error) {
    effects.log.warn(`old evidence could not be deleted: ${reasonOf(error)}`)
  }
}
