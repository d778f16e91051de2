import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildExecutable } from '../../build/executables.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { temporaryFolder } from '../support/folder.ts'
import { cpuSecondsOf, start } from './installed.ts'

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the executable for Linux', () => {
  let executable: string
  const folder = temporaryFolder()
  beforeAll(async () => {
    executable = await buildExecutable('linux-x64', temporaryFolder())
  }, 180_000)

  it('starts in less than 0.3 seconds of work', async () => {
    expect(await start(executable, ['--version'], folder)).toEqual({
      code: 0,
      out: `${packageJson.version}\n`,
      err: '',
    })
    expect(cpuSecondsOf([executable, '--version'], folder)).toBeLessThan(0.3)
  })

  it('shows the demo, and plans on what it left behind', async () => {
    const demo = await start(executable, ['demo'], folder)
    expect([demo.code, demo.err]).toEqual([0, ''])
    expect(demo.out).toContain('Day two again: nothing new, so nothing is sent')
    const plan = await start(executable, ['plan', '--settings', 'demo/order-sync.json', '--folder', 'demo'], folder)
    expect([plan.code, plan.err]).toEqual([0, ''])
  })

  it('reaches for a bucket', async () => {
    const args = ['status', '--settings', 'demo/order-sync.json', '--bucket', 'none']
    const { err } = await start(executable, args, folder, {
      AWS_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    expect(err).toContain('Could not read s3://none/state/head.json: Credentials')
  })
})

it('the executable for Windows is a program of Windows that carries the application', async () => {
  const program = readFileSync(await buildExecutable('win-x64', temporaryFolder()))
  expect(program.subarray(0, 2).toString()).toBe('MZ')
  expect(program.includes(Buffer.from('NODE_SEA_BLOB', 'utf16le'))).toBe(true)
  expect(program.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true)
  expect(program.includes('Carries order states from ERP exports into an Upgates shop')).toBe(true)
}, 180_000)
