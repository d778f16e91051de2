import { count, safe } from '../print/style.ts'
import { mailedCsv, undoText } from '../print/undo.ts'
import { planUndo, type UndoPlan, type UndoWord, undoRun } from '../sync/past/undo.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { nextOf } from './next.ts'
import { saveFile } from './save.ts'
import { type DecideOptions, decider } from './who.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

interface UndoFlags extends WorkspaceOptions, DecideOptions {
  readonly notify: boolean
  readonly pin: boolean
  /** file for the list of mailed customers */
  readonly csv: string | undefined
}

/** `undo`: shows what of a run can be taken back, and takes it back where a person says so. */
export async function undo(options: UndoFlags, io: Io, [run = '', ...orders]: readonly string[]): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const effects = { ...workspace.effects, by: await decider(options, workspace) }
  const { notify, pin, csv } = options
  const word: UndoWord = { run, orders, notify, pin }
  const planned = await planUndo(word, workspace.settings, effects)
  if (csv !== undefined) await saveFile(csv, mailedCsv(planned.mailed), '--csv')
  const isMeant = planned.undone.length > 0 && (options.yes || (await agreed(planned, options, io)))
  const id = isMeant ? await undoRun(planned, word, effects) : undefined
  const { changes, verdict, hash } = planned.plan
  return {
    value: { ...planned, plan: { hash, changes, verdict }, decided: isMeant, ...(id === undefined ? {} : { id }) },
    text: () => [undoText(planned, io.style), endText(planned, id, options)].filter((part) => part !== '').join('\n'),
    notes: csv === undefined ? [] : [`Whom the run had mailed: ${safe(csv)}`],
    code: planned.undone.length === 0 ? exitCodes.refused : verdict.kind === 'hold' ? exitCodes.held : exitCodes.done,
  }
}

/** Shows it before it asks. In a pipe nobody can be asked, and nothing is decided. */
async function agreed(planned: UndoPlan, { json }: UndoFlags, io: Io): Promise<boolean> {
  if (io.ask === undefined || json === true) return false
  io.err(undoText(planned, io.style))
  return io.ask(`Take back ${count(planned.undone.length, 'order')}?`)
}

function endText({ undone, run, plan }: UndoPlan, id: string | undefined, options: WorkspaceOptions): string {
  if (undone.length === 0) return ''
  if (id === undefined) return 'Nothing was decided. To take it back, say --yes.'
  const held = plan.verdict.kind === 'hold' ? ' The guard will hold it: then approve it.' : ''
  return `${count(undone.length, 'order')} of the run ${safe(run)} will be taken back (decision ${id}).${held} ${nextOf(options)}`
}
