import { stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reasonOf } from '../errors.ts'
import { safe } from '../print/style.ts'
import { forgetOrder } from '../sync/past/forget.ts'
import { deleteAll, type Old, oldObjects } from '../sync/past/prune.ts'
import type { TerminalTexts } from '../text/terminal.ts'
import { dayMs } from '../units.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { isKnownOrder } from './known.ts'
import { nextOf } from './next.ts'
import { orderNumber } from './part.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts'

/** `forget`: takes an order's values out of everything that is kept. In a pipe it only counts, unless told `--yes`. */
export async function forget(
  options: WorkspaceOptions & DecideOptions,
  io: Io,
  [given = '']: readonly string[],
): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const order = orderNumber(given)
  const effects = { ...workspace.effects, by: await decider(options, workspace) }
  const { texts } = workspace.voice
  const { past } = texts
  const found = await forgetOrder(order, { isMeant: false }, effects)
  const isFound = found.exchanges + found.reports + found.holds + found.decisions > 0
  if (!isFound && !(await isKnownOrder(order, workspace))) {
    const value = { ...found, forgotten: false, known: false }
    return { value, text: () => past.unknown(safe(order)), code: exitCodes.refused }
  }
  const ask = options.json === true ? undefined : io.ask
  const said = past.found(safe(order), found)
  const isMeant = options.yes || (await ask?.(`${said}${past.forgetQuestion} ${texts.yesOrNo}`)) === true
  if (isMeant) await forgetOrder(order, { isMeant }, effects)
  const end = isMeant ? `${past.forgotten} ${nextOf(options, texts)} ${past.exportsStay}` : past.notForgotten
  return { value: { ...found, forgotten: isMeant }, text: () => `${said}${end}` }
}

/** `prune`: deletes what is older than the settings say. */
export async function prune(options: WorkspaceOptions & Omit<DecideOptions, 'by'>, io: Io): Promise<Answer> {
  const { settings, effects, voice } = await openWorkspace(options, io)
  const { past } = voice.texts
  const old = await oldObjects(settings, effects)
  const all = [...old.archive, ...old.runs, ...old.exports]
  if (all.length === 0) return { value: { ...old, deleted: 0 }, text: () => past.nothingOld }
  const no = await declined(`${oldText(old, past)}${past.deleteQuestion}`, { ...options, ...voice }, io)
  if (no !== undefined) return no
  await deleteAll(all, effects)
  return { value: { ...old, deleted: all.length }, text: () => `${past.deleted}${oldText(old, past)}` }
}

const oldText = ({ archive, runs, exports }: Old, past: TerminalTexts['past']): string =>
  past.old({ exchanges: archive.length, reports: runs.length, exports: exports.length })

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
