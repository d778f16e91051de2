import { createHmac } from 'node:crypto'
import type { Settings } from '../settings/settings.ts'
import type { Message } from './message.ts'

/** A channel as the settings have it. */
export type ChannelSettings = Settings['alerts']['channels'][number]

/** A channel of type `email`. */
export type EmailSettings = Extract<ChannelSettings, { type: 'email' }>

/** Hands a message over. @throws Error where it was not taken */
export type Deliver = (message: Message) => Promise<void>

/** What channels need of the world. */
export interface ChannelEffects {
  /** the secret of a channel: an address that only its owner knows, a key to sign with, a password */
  secret(channel: string): Promise<string>
  /** how e-mail leaves from here; `undefined` where it cannot, so that it waits for who can */
  email(settings: EmailSettings, secret: () => Promise<string>): Deliver | undefined
  fetch: typeof fetch
  /** how long a channel may take to answer; default: 5 s */
  readonly timeoutMs?: number
}

/** How messages reach a channel; `undefined` where it cannot be reached from here. */
export function deliverTo(channel: ChannelSettings, effects: ChannelEffects): Deliver | undefined {
  const secret = (): Promise<string> => effects.secret(channel.name)
  switch (channel.type) {
    case 'email':
      return effects.email(channel, secret)
    case 'slack':
      return async (message) => post(await secret(), slackBody(message), effects)
    case 'teams':
      return async (message) => post(await secret(), teamsBody(message), effects)
    case 'webhook':
      return async (message) => {
        const body = JSON.stringify(message)
        const signature = createHmac('sha256', await secret())
          .update(body)
          .digest('hex')
        await post(channel.url, body, effects, { 'x-order-sync-signature': `sha256=${signature}` })
      }
  }
}

async function post(
  url: string,
  body: string,
  { fetch, timeoutMs = 5000 }: Pick<ChannelEffects, 'fetch' | 'timeoutMs'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  // an address is a secret: no message of ours may repeat it
  if (!URL.canParse(url)) throw new Error('what is stored for it is not an address')
  const request: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }
  const response = await fetch(url, request).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'TimeoutError'
      ? new Error(`it did not answer within ${timeoutMs / 1000} s`)
      : error
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`it answered with ${response.status}`)
}

/** Slack's own markup is not for names from outside. */
const forSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const slackBody = ({ title, text }: Message): string =>
  JSON.stringify({ text: `*${forSlack(title)}*\n${forSlack(text)}` })

/** An adaptive card, as the workflows of Teams take it. */
const teamsBody = ({ title, text }: Message): string =>
  JSON.stringify({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: title, weight: 'Bolder', wrap: true },
            ...text.split('\n').map((line) => ({ type: 'TextBlock', text: line, wrap: true })),
          ],
        },
      },
    ],
  })
