import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterEach, describe, expect, it } from 'vitest'
import { OrderSyncStack } from '../../infra/index.ts'
import { flags, settingsWith } from '../infra/settings.ts'
import { orderSyncProcess } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createShopFolder } from '../support/shop-folder.ts'
import { csvOf, type Row } from '../support/world.ts'
import { awsEnvironment, awsUrl, openAccount } from './account.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Statement {
  readonly Action: string[]
  readonly Resource: unknown[]
}

function stackTemplate(): Template {
  const app = new App({ context: flags.context, outdir: mkdtempSync(join(temporaryFolder(), 'cdk-')) })
  return Template.fromStack(new OrderSyncStack(app, 'order-sync-acme', { settings: settingsWith({}) }))
}

/** What a policy of the stack allows, as `s3:PutObject state/`; of what is no object of the bucket, the action alone. */
function allowedBy(policy: string, template: Template): (call: string) => boolean {
  const statements = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    ([name, { Properties }]) => (name.includes(policy) ? (Properties.PolicyDocument.Statement as Statement[]) : []),
  )
  const allowed = statements.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) =>
      Resource.map((place) => `${action} ${/"\/([\w/]+\/)\*"/.exec(JSON.stringify(place))?.[1] ?? ''}`),
    ),
  )
  return (call) => allowed.some((one) => call.startsWith(one))
}

const actions: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
  LIST: 's3:ListBucket',
}

/** What a call of the client asks for, as IAM names it; asking who one is needs no right. */
function rightOf({ what, subject }: { readonly what: string; readonly subject: string }): string[] {
  if (subject.startsWith('functions/')) return ['lambda:GetFunctionConfiguration ']
  const action = actions[what]
  if (action === 's3:ListBucket') return ['s3:ListBucket ']
  if (action !== undefined) return [`${action} ${subject}`]
  if (/CallerIdentity/.test(`${what} ${subject}`)) return []
  return [`ssm:${/(GetParameter|PutParameter)/.exec(`${what} ${subject}`)?.[1] ?? `${what} ${subject}`} `]
}

const rows = (status: string): string => csvOf([['O1', status] as Row, ['O2', status] as Row])

/** The README's table of policies, with what stands for each command of it. */
const commands: readonly (readonly [policy: string, words: string])[] = [
  ['ViewerPolicy', 'plan'],
  ['ViewerPolicy', 'status'],
  ['ViewerPolicy', 'history O1'],
  ['ViewerPolicy', 'decisions'],
  ['ViewerPolicy', 'ledger --month MONTH'],
  ['DeciderPolicy', 'approve HASH --yes'],
  ['DeciderPolicy', 'undo-decision approve --yes'],
  ['DeciderPolicy', 'reject HASH --yes'],
  ['DeciderPolicy', 'undo RUN --pin --yes'],
  ['OperatorPolicy', 'check'],
  ['OperatorPolicy', 'drift'],
  ['OperatorPolicy', 'run'],
  ['OperatorPolicy', 'adopt --yes'],
  ['OperatorPolicy', 'prune --yes'],
  ['OperatorPolicy', 'forget O1 --yes'],
]

describe.skipIf(awsUrl === undefined)('what each policy of the stack is for', () => {
  it('can be done with it', async () => {
    const shop = await createShopFolder(['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })))
    const account = await openAccount()
    closing.push(
      () => shop.server.close(),
      () => account.close(),
    )
    await account.storeKey('/order-sync/test/api-key', 'canary-key-f00d')
    const cli = (words: string) =>
      orderSyncProcess(
        [...words.split(' '), '--settings', shop.settingsFile, '--bucket', account.bucket],
        awsEnvironment(account.proxy.url),
      )
    const settings = JSON.parse(readFileSync(shop.settingsFile, 'utf8'))
    await account.drop('exports/orders/1.csv', rows('new'))
    await cli('run')
    await account.drop('exports/orders/2.csv', rows('sent'))
    const { run } = JSON.parse((await cli('run --json')).out)
    shop.settings({ ...settings, guard: { orders: 0 } })
    await account.drop('exports/orders/3.csv', rows('done'))
    const { hold } = JSON.parse((await cli('run --json')).out)
    const template = stackTemplate()
    const month = new Date().toISOString().slice(0, 7)
    for (const [policy, words] of commands) {
      account.proxy.calls.splice(0)
      const said = words.replace('HASH', hold.hash.slice(0, 12)).replace('RUN', run).replace('MONTH', month)
      const { err, code } = await cli(said)
      expect([words, code === 1 || code === 2 ? err : '']).toEqual([words, ''])
      const allowed = allowedBy(policy, template)
      const needed = [...new Set(account.proxy.calls.flatMap(rightOf))]
      expect(needed.length, words).toBeGreaterThan(0)
      expect([words, needed.filter((call) => !allowed(call))]).toEqual([words, []])
    }
  }, 120_000)
})
