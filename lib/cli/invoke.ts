import { OrderSyncError } from '../errors.ts'
import { reportText } from '../print/report.ts'
import { functionOf } from '../settings/deployed.ts'
import { loadSettings } from '../settings/load.ts'
import type { Answer } from './command.ts'
import { exitCodeOf } from './exit-code-of.ts'
import type { Io } from './io.ts'
import { invokeFunction, placeOfFunction } from './lambda.ts'
import { voiceHere } from './language.ts'

interface Flags {
  readonly settings: string
  readonly function: string | undefined
  readonly bucket?: string | undefined
}

/** `invoke`: one run of the deployed function, now. */
export async function invoke(flags: Flags, io: Io): Promise<Answer> {
  const settings = await loadSettings(flags.settings)
  const voice = await voiceHere(settings, io)
  const deployed = functionOf(settings)
  const name = flags.function ?? deployed.name
  if (flags.bucket !== undefined) await checkBucket(name, flags.bucket)
  const report = await invokeFunction({ ...deployed, name })
  return {
    value: report,
    text: () => reportText(report, voice, voice.texts.serve.inItsBucket),
    code: exitCodeOf(report),
    next: flags.bucket === undefined ? { deployed: true } : {},
  }
}

/** @throws OrderSyncError where the function works on another bucket */
async function checkBucket(name: string, bucket: string): Promise<void> {
  const { bucket: its } = await placeOfFunction(name)
  if (its === bucket) return
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'invoke',
    subject: `the function ${name}`,
    ended: `it works on the bucket ${its}, not on ${bucket}`,
    hint: 'Name the function of that bucket with --function.',
  })
}
