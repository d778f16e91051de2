import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { temporaryFolder } from '../support/folder.ts'
import { cpuSecondsOf, install, lend, nodeOf, pack, start, startUntil, top } from './installed.ts'

/** The oldest Node that the package names, exactly; and the one of the function. */
const oldest = packageJson.engines.node.replace('>=', '')
const nodes = [`${oldest}.0`, packageJson.devDependencies.node]

let home: string
let packageFolder: string
let program: string
beforeAll(() => {
  home = temporaryFolder()
  install(home, pack(temporaryFolder()))
  packageFolder = join(home, 'node_modules', packageJson.name)
  program = join(packageFolder, packageJson.bin['order-sync'])
}, 120_000)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** Lines of the demo in the README that the program does not print; `…` stands for anything. */
function notPrinted(out: string): string[] {
  const [, sample = ''] =
    /two days of a Czech shop[^`]*```\n([^`]*)```/.exec(readFileSync(join(top, 'README.md'), 'utf8')) ?? []
  const plain = (text: string) => text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim())
  const printed = plain(out)
  expect(plain(sample).length).toBeGreaterThan(20)
  return plain(sample).filter(
    (line) => !printed.some((other) => line.split('…').every((part) => other.includes(part.trim()))),
  )
}

describe('the package', () => {
  it('brings at most 25 packages and 30 MB', () => {
    const files = filesIn(join(home, 'node_modules'))
    const packages = files.filter((file) => /node_modules\/(@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(file))
    expect(packages.length).toBeLessThanOrEqual(25)
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(30_000_000)
  })

  it('ships no test, no source and no path of the machine that made it', () => {
    const files = filesIn(packageFolder)
    expect(files.filter((file) => /(?<!\.d)\.c?ts$|\/test\//.test(file))).toEqual([])
    expect(files.filter((file) => readFileSync(file, 'utf8').includes(top))).toEqual([])
  })

  it('brings every file that its documents link to', () => {
    const documents = filesIn(packageFolder).filter((file) => file.endsWith('.md'))
    const broken = documents.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, link = '']) =>
        /^[a-z]+:/.test(link) || existsSync(join(dirname(file), link))
          ? []
          : [`${relative(packageFolder, file)}: ${link}`],
      ),
    )
    expect(broken).toEqual([])
    expect(documents.map((file) => relative(packageFolder, file))).toContain('README.md')
  })

  it('names the licences of everything that is bundled', () => {
    const licences = readFileSync(join(packageFolder, 'dist/LICENCES.txt'), 'utf8')
    for (const name of ['@aws-sdk/client-s3', '@aws-lambda-powertools/logger', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
    expect(licences).not.toContain('no licence named')
  })

  it('tells an older Node in one sentence what is missing', async () => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); require(${JSON.stringify(program)})`
    const { code, out, err } = await start(process.execPath, ['-e', pretend], home)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(new RegExp(`^order-sync needs Node ${oldest} or newer, and this is 18\\.20\\.0\\. .*\n$`))
  })
})

describe.each(nodes)('the installed package on Node %s', (version) => {
  let node: string
  let folder: string
  beforeAll(() => {
    node = version === process.versions.node ? process.execPath : nodeOf(version)
    folder = join(home, version)
    mkdirSync(folder)
  }, 120_000)
  const orderSync = (...args: string[]) => start(node, [program, ...args], folder)

  it('says its version and helps', async () => {
    expect(await orderSync('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
    const { code, out, err } = await orderSync('--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Usage: order-sync')
  })

  it('shows the demo in less than ten seconds, and plans on what it left behind', async () => {
    const startedAt = performance.now()
    const demo = await orderSync('demo')
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect([demo.code, demo.err]).toEqual([0, ''])
    expect(demo.out).toContain('Day two again: nothing new, so nothing is sent')
    expect(notPrinted(demo.out)).toEqual([])
    const plan = await orderSync('plan', '--settings', 'demo/order-sync.json', '--folder', 'demo', '--json')
    expect(JSON.parse(plan.out)).toMatchObject({ changes: expect.any(Array), verdict: 'pass' })
  })

  it('inspects an export', async () => {
    writeFileSync(join(folder, 'export.csv'), 'Číslo objednávky;Stav\nO1;Nová\n')
    expect((await orderSync('inspect', 'export.csv')).out).toContain('Číslo objednávky')
  })

  it('sets a shop up from one export, and plans', async () => {
    writeFileSync(join(folder, 'objednavky.csv'), 'Číslo objednávky;Stav\nO1;Nová\nO2;Expedována\n')
    const answers = [
      '--address',
      'https://acme.admin.s7.upgates.com',
      '--login',
      '1',
      '--statuses',
      'Přijatá, Odeslaná',
    ]
    const init = await orderSync('init', 'objednavky.csv', '--language', 'en', ...answers)
    expect([init.code, init.err]).toEqual([0, ''])
    expect(init.out).toContain('2 orders would be taken as acknowledged')
    expect((await orderSync('plan')).code).toBe(0)
  })

  it('serves the console', async () => {
    const args = [program, 'console', '--settings', 'demo/order-sync.json', '--folder', 'demo', '--port', '0']
    const { found, end } = await startUntil(/(http:\/\/127\.0\.0\.1:\d+\/\S+)/, node, args, folder)
    const response = await fetch(found)
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<!doctype html>')])
    expect(await end()).toBe(0)
  })

  it('reaches for a bucket, and says what is missing', async () => {
    const { code, err } = await start(
      node,
      [program, 'status', '--settings', 'demo/order-sync.json', '--bucket', 'none'],
      folder,
      { AWS_REGION: 'eu-central-1', AWS_EC2_METADATA_DISABLED: 'true' },
    )
    expect([code, err]).toEqual([1, expect.stringContaining('Could not read s3://none/state/head.json: Credentials')])
  })

  it('is a library', async () => {
    const script = `
      const { createFolderStore, dryRun, loadSettings, openShop, systemClock, systemRandom } = await import('${packageJson.name}/engine')
      const settings = await loadSettings('demo/order-sync.json')
      const effects = { store: createFolderStore('demo'), clock: systemClock, random: systemRandom, log: console }
      const { plan } = await dryRun(settings, { ...effects, shop: openShop(settings, effects) })
      console.log(plan.verdict.kind)`
    expect(
      await start(node, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], folder),
    ).toEqual({
      code: 0,
      out: 'pass\n',
      err: '',
    })
  })
})

describe('the app of the package', () => {
  it('makes a stack of each shop, in a folder with nothing but settings', async () => {
    const folder = join(home, 'shops')
    mkdirSync(join(folder, 'order-sync.d'), { recursive: true })
    lend(home, 'aws-cdk-lib', 'constructs')
    for (const shop of ['one', 'two'])
      cpSync(join(import.meta.dirname, `app/lib/second.json`), join(folder, `order-sync.d/${shop}.json`))
    const one = join(folder, 'order-sync.d/one.json')
    writeFileSync(one, readFileSync(one, 'utf8').replace('"shop": "second"', '"shop": "first"'))
    const out = join(folder, 'cdk.out')
    const app = join(packageFolder, packageJson.bin['order-sync-app'])
    const { code, err } = await start(process.execPath, [app], folder, { CDK_OUTDIR: out })
    expect([code, err]).toEqual([0, ''])
    const stacks = readdirSync(out).filter((name) => name.endsWith('.template.json'))
    expect(stacks).toEqual(['order-sync-first.template.json', 'order-sync-second.template.json'])
  })
})

describe('an app of somebody else', () => {
  const node = () => nodeOf(nodes[0] ?? '')
  let app: string
  beforeAll(async () => {
    app = join(home, 'app')
    cpSync(join(import.meta.dirname, 'app'), app, { recursive: true })
    lend(home, '@types/node', 'undici-types')
  })

  it('compiles as `cdk init` sets it up, also with the types of its libraries checked', async () => {
    const tsc = join(top, 'node_modules/typescript/bin/tsc')
    expect(await start(process.execPath, [tsc, '--project', app], app)).toEqual({ code: 0, out: '', err: '' })
  }, 120_000)

  it('makes two shops of one stack in less than 15 seconds, without esbuild and Docker', async () => {
    const ended = await start(node(), ['bin/shops.js'], app, { CDK_OUTDIR: join(app, 'cdk.out') })
    expect([ended.code, ended.err.replaceAll(/^.*(ExperimentalWarning|trace-warnings).*\n/gm, '')]).toEqual([0, ''])
    expect(cpuSecondsOf([node(), 'bin/shops.js'], app)).toBeLessThan(15)
    const { Resources } = JSON.parse(readFileSync(join(app, 'cdk.out/ShopsStack.template.json'), 'utf8'))
    const names = Object.values(Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ Properties }) => Properties.FunctionName ?? [])
    expect(names).toEqual(['team-first', 'order-sync-second'])
  })

  it('is told where its own settings are wrong', async () => {
    rmSync(join(app, 'lib/second.json'))
    const stack = join(app, 'lib/shops-stack.js')
    writeFileSync(stack, readFileSync(stack, 'utf8').replace("server: 's7'", "sever: 's7'"))
    const { err } = await start(node(), ['--enable-source-maps', 'bin/shops.js'], app)
    const line =
      readFileSync(join(app, 'lib/shops-stack.ts'), 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('new OrderSync(')) + 1
    expect(err).toContain(`The settings of OrderSync "ShopsStack/First" (lib/shops-stack.ts:${line}) have 2 problems:`)
    expect(err).toContain('upgates.sever: expected nothing of this name; did you mean "server"?')
  })
})
