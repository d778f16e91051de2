import { writeFile } from 'node:fs/promises'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'

/** Writes a file that a person asked for. It shows orders, so that it is its user's alone. */
export async function saveFile(file: string, text: string, option: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'write',
      subject: file,
      ended: fileReasonOf(cause),
      hint: `Name another file with ${option}.`,
      cause,
    })
  })
}
