import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { describe, expect, it } from 'vitest'
import type { OrderSyncSettings } from '../../infra/index.ts'
import { addStacks } from '../../infra/shops.ts'
import { temporaryFolder } from '../support/folder.ts'
import { flags, settingsWith, top } from './settings.ts'

const bin = join(top, 'node_modules/.bin')

/** Makes the stacks of a folder of settings, and returns where they are. */
function synth(directory: string, context: object = {}): string {
  const app = new App({ context: { ...flags.context, ...context }, outdir: join(temporaryFolder(), 'cdk.out') })
  addStacks(app, directory)
  return app.synth().directory
}

const stacksIn = (out: string): string[] =>
  readdirSync(out).flatMap((name) => (name.endsWith('.template.json') ? name.replace('.template.json', '') : []))

function folderWith(files: Record<string, object>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), JSON.stringify(content))
  }
  return folder
}

const settingsAt = (shop: string): Partial<OrderSyncSettings> => ({
  shop,
  upgates: { api: 'v2', project: shop.toLowerCase().replaceAll(' ', '-'), server: 's7', login: '1', notify: false },
})
const shop = (name: string): OrderSyncSettings => settingsWith(settingsAt(name))

describe('the app', () => {
  it('synthesises by `cdk synth` offline, without an account, from the settings of the project', () => {
    const out = join(temporaryFolder(), 'out')
    const env = { PATH: `${bin}:${process.env.PATH}`, HOME: temporaryFolder() }
    const { status, stderr } = spawnSync(join(bin, 'cdk'), ['synth', '--quiet', '--output', out], {
      cwd: top,
      env,
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('ERROR')])
    expect(stacksIn(out)).toEqual(['order-sync-demo'])
    const { Outputs } = JSON.parse(readFileSync(join(out, 'order-sync-demo.template.json'), 'utf8'))
    expect(Object.keys(Outputs)).toContain('BucketName')
  }, 60_000)

  it('makes a stack of each settings file in order-sync.d, or of those that it is told', () => {
    const folder = folderWith({
      'order-sync.json': shop('alone'),
      'order-sync.d/one.json': shop('one'),
      'order-sync.d/two.json': shop('two'),
      'order-sync.d/README.md': {},
    })
    expect(stacksIn(synth(folder))).toEqual(['order-sync-one', 'order-sync-two'])
    const settings = `${folder}/order-sync.json,${folder}/order-sync.d/two.json`
    expect(stacksIn(synth(folder, { settings }))).toEqual(['order-sync-alone', 'order-sync-two'])
  })

  it('makes one stack of all shops that name the same fleet', () => {
    const inFleet = (name: string): OrderSyncSettings => settingsWith({ ...settingsAt(name), aws: { fleet: 'agency' } })
    const files = { 'order-sync.d/one.json': inFleet('one'), 'order-sync.d/two.json': inFleet('two') }
    expect(stacksIn(synth(folderWith({ ...files, 'order-sync.d/three.json': shop('three') })))).toEqual([
      'order-sync-agency',
      'order-sync-three',
    ])
    const twin = { ...files, 'order-sync.d/x.json': shop('agency') }
    expect(() => synth(folderWith(twin))).toThrow('its stack would be that of')
  })

  it('changes the stack of one shop when the mapping of one shop changes', () => {
    const files = { 'order-sync.d/one.json': shop('one'), 'order-sync.d/two.json': shop('two') }
    const changed = settingsWith({ shop: 'two', finalStatuses: ['Storno'] })
    const outs = [files, { ...files, 'order-sync.d/two.json': changed }].map((all) => synth(folderWith(all)))
    const same = ['one', 'two'].map((name) => {
      const [before, after] = outs.map((out) => readFileSync(join(out, `order-sync-${name}.template.json`), 'utf8'))
      return before === after
    })
    expect(same).toEqual([true, false])
  })

  it.each([
    [
      'all problems',
      { 'order-sync.json': { ...shop('No Name'), firstRun: 'never' } },
      /order-sync\.json have 2 problems:\n {2}firstRun: expected .*\n {2}shop: expected /,
    ],
    [
      'the second of two files for one shop',
      { 'order-sync.d/a.json': shop('same'), 'order-sync.d/b.json': shop('same') },
      /order-sync\.d\/b\.json: its shop "same" is that of order-sync\.d\/a\.json already/,
    ],
    ['a file that is missing', {}, /Could not read the settings order-sync\.json: there is no such file/],
    [
      'an address that no function reaches',
      {
        'order-sync.json': settingsWith({
          upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: true },
        }),
      },
      /ERROR The function cannot reach http:\/\/127\.0\.0\.1:1: set "project" and "server"/,
      1,
    ],
  ])('stops and names %s, with no stack trace', (_, files, message, code = 2) => {
    const app = join(top, 'infra/app.ts')
    const { status, stderr } = spawnSync(process.execPath, [app], { cwd: folderWith(files), env: {}, encoding: 'utf8' })
    expect([status, stderr]).toEqual([code, expect.stringMatching(message)])
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
