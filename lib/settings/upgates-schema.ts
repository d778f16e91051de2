import * as z from 'zod'

const text = z.string().min(1)

/** Names of statuses, each once. */
export const statuses = z.array(text).superRefine((list, ctx) => {
  const twice = list.find((entry, index) => list.indexOf(entry) !== index)
  if (twice === undefined) return
  ctx.addIssue({
    code: 'custom',
    message: 'each status once',
    params: { found: `${JSON.stringify(twice)} twice` },
  })
})

const place = 'https://PROJECT.admin.SERVER.upgates.com'
const label = (what: string) =>
  z
    .string()
    .regex(/^[a-z0-9-]+$/i, `the ${what} in ${place}`)
    .optional()

const common = {
  project: label('project').describe(`The project in ${place}. Together with "server", or "url" instead.`),
  server: label('server').describe(`The server in ${place}, as "s7".`),
  url: text
    .refine(isSafeUrl, 'an https address, or http to this machine (127.0.0.1, localhost)')
    .optional()
    .describe('Instead of project and server: an https address, or http to this machine, as for the simulated shop.'),
  apiKeyParameter: z
    .string()
    .regex(/^\/[a-zA-Z0-9_.\-/]+$/, 'a parameter name that starts with /')
    .optional()
    .describe(
      'Name of the SSM SecureString that holds the API key. Default: /order-sync/SHOP/api-key. Off AWS the environment variable UPGATES_API_KEY is read.',
    ),
  notify: z
    .union([z.boolean(), statuses])
    .describe(
      'Does a status change mail the customer? true, false, or a list of the statuses that do. There is no default.',
    ),
  notifyPaid: z
    .boolean()
    .default(false)
    .describe('Does the shop mail the customer when an order is marked paid, as with an invoice? Default: false.'),
  timeoutSeconds: z.int().min(1).max(120).default(30).describe('How long one request may take. Default: 30.'),
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

interface Address {
  readonly project?: unknown
  readonly server?: unknown
  readonly url?: unknown
}

/** Project and server, or an address instead of them. */
function oneAddress({ project, server, url }: Address, ctx: z.RefinementCtx): void {
  const problem = (name: string, message: string): void => ctx.addIssue({ code: 'custom', path: [name], message })
  if (url !== undefined && (project !== undefined || server !== undefined))
    problem('url', 'either "project" with "server", or "url", not both')
  if (url === undefined && project === undefined) problem('project', `the project in ${place}, or "url"`)
  if (url === undefined && server === undefined) problem('server', `the server in ${place}, or "url"`)
}

const notWith = (problem: string) => z.never(`nothing with "api": "state-update" (${problem})`).optional()

const v2 = z
  .strictObject({
    api: z.literal('v2').describe('"v2", the API in service, or "state-update", the old order-status API.'),
    ...common,
    login: z
      .string({ error: ({ input }) => (input === undefined ? loginOfV2 : undefined) })
      .min(1)
      .describe('Login of the API, shown in the administration. v2 only.'),
    invoice: z
      .literal(false)
      .optional()
      .describe(
        'false: an order that is marked paid makes no invoice in the shop. Default: as the shop does it. v2 only.',
      ),
    reservedRequests: z
      .int()
      .min(0)
      .max(1000)
      .default(2)
      .describe('Requests of the hourly and daily allowance that are left to other integrations. v2 only. Default: 2.'),
  })
  .superRefine(oneAddress, { when: () => true })

const loginOfV2 = 'the login of the API v2, as the administration shows it'

const stateUpdate = z
  .strictObject({
    api: z.literal('state-update').describe('"state-update", the old order-status API, or "v2", the API in service.'),
    ...common,
    login: notWith('only v2 has a login'),
    invoice: notWith('only v2 can be told to make no invoice'),
    reservedRequests: notWith('only v2 tells its allowance'),
  })
  .superRefine(oneAddress, { when: () => true })

/** The shop and its API. */
export const upgatesSchema = z
  .discriminatedUnion('api', [v2, stateUpdate], { unionFallback: true })
  .describe('The shop and its API.')
