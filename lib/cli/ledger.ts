import { OrderSyncError } from '../errors.ts'
import { ledgerCsv, ledgerFile, ledgerSums } from '../print/ledger.ts'
import { safe } from '../print/style.ts'
import { monthLedger } from '../sync/past/month.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { saveFile } from './save.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

interface LedgerFlags extends WorkspaceOptions {
  readonly month: string
  /** file for the table, instead of standard output */
  readonly csv: string | undefined
}

/** `ledger`: what was set in the shop in a month, for the books. */
export async function ledger({ month, csv, ...options }: LedgerFlags, io: Io): Promise<Answer> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use',
      subject: `--month "${month}"`,
      ended: 'it must be a year and a month, as 2026-11',
    })
  }
  const { effects, voice } = await openWorkspace(options, io)
  const found = await monthLedger(month, effects)
  if (csv !== undefined) await saveFile(csv, ledgerFile(found), '--csv')
  const sums = ledgerSums(found, voice)
  return {
    value: found,
    text: () =>
      csv === undefined ? ledgerCsv(found).trimEnd().replaceAll('\r\n', '\n') : voice.texts.ledger.written(safe(csv)),
    notes: sums,
    code: found.differences.length > 0 ? exitCodes.refused : exitCodes.done,
  }
}
