import type { ChannelEffects, ChannelSettings } from '../alerts/channels.ts'
import { OrderSyncError } from '../errors.ts'
import { functionOf } from '../settings/deployed.ts'
import type { Settings } from '../settings/settings.ts'
import type { Subscribers } from '../storage/sns.ts'

/** Whether anybody hears what the deployed function tells: a sentence each. */
export interface Told {
  readonly notes: readonly string[]
  readonly missing: readonly string[]
}

/** Looks whom the deployed function of a shop tells. What cannot be looked at is a note. */
export async function whoIsTold(settings: Settings): Promise<Told> {
  try {
    const { placeOfFunction } = await import('./lambda.ts')
    const { topic } = await placeOfFunction(functionOf(settings).name)
    if (topic === undefined)
      return { notes: ['The deployed function tells nobody by itself: deploy it again.'], missing: [] }
    const { subscribersOf } = await import('../storage/sns.ts')
    return toldBy(await subscribersOf(topic), topic)
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
    return { notes: [`Who is told of trouble is not known. ${error.message}`], missing: [] }
  }
}

/** How channels are reached from here. */
export interface Reach {
  readonly effects: ChannelEffects
  /** e-mail goes by the topic of the alarms */
  readonly onAws: boolean
}

/** Channels that cannot tell anybody anything: a sentence each. What may not be looked at is a note. Sends nothing. */
export async function channelsChecked({ alerts }: Settings, reach: Reach): Promise<Told> {
  const found = await Promise.all(alerts.channels.map((channel) => channelChecked(channel, reach)))
  return { notes: found.flatMap(({ notes }) => notes), missing: found.flatMap(({ missing }) => missing) }
}

async function channelChecked(channel: ChannelSettings, { effects, onAws }: Reach): Promise<Told> {
  const { name, type } = channel
  const lacks = (what: string): Told => ({ notes: [], missing: [`The channel "${name}" tells nobody: ${what}`] })
  const nothing = { notes: [], missing: [] }
  if (type === 'email' && onAws) return nothing
  if (type === 'email' && (channel.smtp === undefined || channel.from === undefined || channel.to.length === 0))
    return lacks('it needs "smtp", "from" and "to" to send e-mail from here.')
  if (type === 'email' && new URL(channel.smtp ?? '').username === '') return nothing
  try {
    const secret = await effects.secret(name)
    const isAddress = type === 'slack' || type === 'teams'
    return isAddress && !URL.canParse(secret) ? lacks('what is stored as its secret is not an address.') : nothing
  } catch (error) {
    if (!(error instanceof OrderSyncError)) throw error
    const isDenied = error.cause instanceof Error && error.cause.name === 'AccessDeniedException'
    if (!isDenied) return lacks(`its secret is not there. ${error.message}`)
    return { notes: [`Whether the channel "${name}" has its secret is not known. ${error.message}`], missing: [] }
  }
}

/** What subscriptions mean for who waits for a mail. */
export function toldBy({ unconfirmed, confirmed }: Subscribers, topic: string): Told {
  const waiting = unconfirmed.map(
    (email) => `${email} is told nothing: it has not confirmed its subscription. The mail of AWS has a link for that.`,
  )
  const nobody = `Nobody is told when something is wrong: nobody is subscribed to ${topic}. Name somebody in "alerts": { "emails": [] }, and deploy.`
  return { notes: [], missing: confirmed + unconfirmed.length === 0 ? [nobody] : waiting }
}
