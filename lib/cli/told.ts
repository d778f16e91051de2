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

/** What subscriptions mean for who waits for a mail. */
export function toldBy({ unconfirmed, confirmed }: Subscribers, topic: string): Told {
  const waiting = unconfirmed.map(
    (email) => `${email} is told nothing: it has not confirmed its subscription. The mail of AWS has a link for that.`,
  )
  const nobody = `Nobody is told when something is wrong: nobody is subscribed to ${topic}. Name somebody in "alerts": { "emails": [] }, and deploy.`
  return { notes: [], missing: confirmed + unconfirmed.length === 0 ? [nobody] : waiting }
}
