import type * as z from 'zod/mini'
import type { Effects } from '../effects.ts'
import { reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { textOf } from '../storage/read.ts'
import type { Problem } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'
import { isoNow, newWriteId } from '../sync/state/keys.ts'
import { textsIn } from '../text/texts.ts'
import { type ChannelEffects, deliverTo } from './channels.ts'
import { lookAt } from './findings.ts'
import { messageOf } from './message.ts'
import { isQuiet } from './quiet-hours.ts'
import { afterLook, afterMessage, dueMessages, type Troubles, toldSchema, withoutChannels } from './told.ts'

/** What was told to whom. Beside the head, for also runs that never get to commit are told. */
export const toldKey = 'state/told.json'

type Told = z.infer<typeof toldSchema>
type Broken = NonNullable<Told['broken']>

type TellEffects = Pick<Effects, 'store' | 'clock' | 'random'> & { readonly channels: ChannelEffects }

/**
 * Tells the owner by every channel what is new, still wrong, or well again. A message that was delivered is written down
 * after it: a crash between the two repeats it, with the same id, and none gets lost.
 * @returns channels that did not take a message; never throws for one of them
 */
export async function tellOwner(
  report: RunReport,
  settings: Settings,
  effects: TellEffects,
): Promise<readonly Problem[]> {
  const { store, clock } = effects
  const content = await store.get(toldKey)
  const told = content === undefined ? undefined : parseTold(await textOf(content.body))
  // the function has a channel for e-mail of its own, of which a run by hand knows nothing
  const names = [...settings.alerts.channels.map(({ name }) => name), 'email']
  const before = told?.troubles ?? {}
  const seen = withoutChannels(afterLook(before, lookAt(report), clock.now()), names)
  const quiet = isQuiet(settings.alerts.quietHours, settings.timeZone, clock.now())
  const { troubles, broken } = quiet
    ? { troubles: seen, broken: told?.broken ?? {} }
    : await deliverAll({ seen, broken: told?.broken ?? {} }, settings, effects)
  await write({ before: told, etag: content?.etag, troubles, broken }, effects)
  return Object.entries(broken).map(([name, { reason }]) => ({
    kind: 'alert not delivered',
    subject: name,
    message: `The channel "${name}" did not take a message: ${reason}. The next run tries again.`,
  }))
}

/** A file that nobody can read says that nobody was told: better twice than never. */
function parseTold(text: string): Told | undefined {
  try {
    return toldSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function deliverAll(
  { seen, broken: before }: { readonly seen: Troubles; readonly broken: Broken },
  { shop, alerts, language = 'en' }: Settings,
  { clock, channels }: TellEffects,
): Promise<{ readonly troubles: Troubles; readonly broken: Broken }> {
  let troubles = seen
  const broken: Broken = {}
  const texts = await textsIn(language)
  for (const channel of alerts.channels) {
    const deliver = deliverTo(channel, channels)
    if (deliver === undefined) continue
    for (const due of dueMessages(seen, [channel.name], clock.now())) {
      try {
        await deliver(messageOf(due, { shop, texts, nowMs: clock.now() }))
        troubles = afterMessage(troubles, due)
      } catch (error) {
        // one that hangs costs its time once, not once a message
        broken[channel.name] = { since: before[channel.name]?.since ?? isoNow(clock), reason: reasonOf(error) }
        break
      }
    }
  }
  return { troubles, broken }
}

interface ToWrite {
  readonly before: Told | undefined
  readonly etag: string | undefined
  readonly troubles: Troubles
  readonly broken: Broken
}

/** Written only where anything is new; who comes second leaves it to the first, and tells again at worst. */
async function write({ before, etag, troubles, broken }: ToWrite, effects: TellEffects): Promise<void> {
  const same =
    JSON.stringify([before?.troubles ?? {}, Object.keys(before?.broken ?? {})]) ===
    JSON.stringify([troubles, Object.keys(broken)])
  if (same) return
  const told: Told = {
    version: 1,
    writeId: newWriteId(effects.random),
    troubles: { ...troubles },
    ...(Object.keys(broken).length === 0 ? {} : { broken }),
  }
  await effects.store.put(
    toldKey,
    `${JSON.stringify(told, null, 2)}\n`,
    etag === undefined ? { ifAbsent: true } : { ifMatch: etag },
  )
}
