import { safe } from '../print/style.ts'
import { mailedCsv, undoText } from '../print/undo.ts'
import type { TerminalVoice } from '../print/voice.ts'
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
  const { voice } = workspace
  const word: UndoWord = { run, orders, notify, pin }
  const planned = await planUndo(word, workspace.settings, effects)
  if (csv !== undefined) await saveFile(csv, mailedCsv(planned.mailed), '--csv')
  const isMeant = planned.undone.length > 0 && (options.yes || (await agreed(planned, { ...options, voice }, io)))
  const id = isMeant ? await undoRun(planned, word, effects) : undefined
  const { changes, verdict, hash } = planned.plan
  return {
    value: { ...planned, plan: { hash, changes, verdict }, decided: isMeant, ...(id === undefined ? {} : { id }) },
    text: () =>
      [undoText(planned, voice), endText(planned, id, { ...options, voice })].filter((part) => part !== '').join('\n'),
    notes: csv === undefined ? [] : [voice.texts.undo.file(safe(csv))],
    code: planned.undone.length === 0 ? exitCodes.refused : verdict.kind === 'hold' ? exitCodes.held : exitCodes.done,
  }
}

/** Shows it before it asks. In a pipe nobody can be asked, and nothing is decided. */
async function agreed(
  planned: UndoPlan,
  { json, voice }: UndoFlags & { readonly voice: TerminalVoice },
  io: Io,
): Promise<boolean> {
  if (io.ask === undefined || json === true) return false
  io.err(undoText(planned, voice))
  return io.ask(`${voice.texts.undo.question(planned.undone.length)} ${voice.texts.yesOrNo}`)
}

function endText(
  { undone, run, plan }: UndoPlan,
  id: string | undefined,
  { voice, ...options }: WorkspaceOptions & { readonly voice: TerminalVoice },
): string {
  const { undo } = voice.texts
  if (undone.length === 0) return ''
  if (id === undefined) return undo.sayYes
  const held = plan.verdict.kind === 'hold' ? undo.held : ''
  return `${undo.done(undone.length, safe(run), id)}${held} ${nextOf(options, voice.texts)}`
}
