import * as z from 'zod'

const text = z.string().min(1)
const hours = z.number().min(1).max(168)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, as "21:00"')

const channelName = (usual: string) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and dashes')
    .default(usual)
    .describe(
      `Names the channel, and its secret: ORDER_SYNC_ALERT_NAME in the environment, or the parameter /order-sync/SHOP/alerts/NAME. Default: ${usual}.`,
    )

const isSmtp = (url: string): boolean => URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol)
const isWebAddress = (url: string): boolean =>
  URL.canParse(url) && (url.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url))

const channel = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('email'),
    name: channelName('email'),
    to: z.array(z.email('an e-mail address')).default([]).describe('Who gets it, where the command line sends it.'),
    from: z.email('an e-mail address').optional().describe('The sender, where the command line sends it.'),
    smtp: text
      .refine(isSmtp, 'smtps://USER@HOST:PORT, or smtp://…')
      .optional()
      .describe('Mail server, where the command line sends it; the password of USER is the secret of the channel.'),
  }),
  z
    .strictObject({ type: z.literal('slack'), name: channelName('slack') })
    .describe('Its secret is the address of an incoming webhook.'),
  z
    .strictObject({ type: z.literal('teams'), name: channelName('teams') })
    .describe('Its secret is the address of a workflow.'),
  z
    .strictObject({
      type: z.literal('webhook'),
      name: channelName('webhook'),
      url: text.refine(isWebAddress, 'an https address, or http to this machine'),
    })
    .describe('JSON, signed with its secret: X-Order-Sync-Signature is "sha256=" and the HMAC of the body.'),
])

/** Channels of one name could not be told apart. */
function eachOnce(channels: readonly { readonly name: string }[], ctx: z.RefinementCtx): void {
  const names = channels.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  ctx.addIssue({
    code: 'custom',
    message: 'a "name" of its own for each channel',
    params: { found: `${JSON.stringify(twice)} twice` },
  })
}

/** Who is told what is wrong: alarms on AWS, and messages of the runs themselves. */
export const alertsSchema = z
  .strictObject({
    emails: z
      .array(z.email('an e-mail address'))
      .default([])
      .describe('Who is told by e-mail on AWS: of alarms, and of what a channel of type "email" says.'),
    channels: z
      .array(channel)
      .superRefine(eachOnce)
      .default([])
      .describe(
        'Where a run tells what is wrong: one message when it begins, reminders after 1, 3 and 7 days, one when it is well again. Default: nowhere.',
      ),
    quietHours: z
      .strictObject({ from: clock, to: clock })
      .optional()
      .describe("Hours of the shop's clock in which no channel is used; what is still wrong then is told afterwards."),
    noRunForMinutes: z
      .int()
      .min(5)
      .max(7 * 1440)
      .optional()
      .describe(
        'Alarm when no run succeeded for so long. Default: three missed runs of the schedule, at least 30 minutes, while it does not rest.',
      ),
    noExportForHours: z
      .union([hours, z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a feed name'), hours)])
      .optional()
      .describe(
        'Tell when a feed had no new export for so long: hours for each feed alike, or by feed, as { "orders": 26 }. Default: nobody is told.',
      ),
    pendingForHours: hours
      .default(24)
      .describe('Tell when a change has waited for so long although nothing holds it. Default: 24.'),
  })
  .prefault({})
  .describe('Alarms and messages.')
