import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundleWith } from '../../build/function.ts'
import { writeFunctionCode } from '../../infra/code.ts'
import { loadSettings } from '../../lib/settings/load.ts'

const rounds = 21
const top = join(import.meta.dirname, '../..')

/** A bundle that does nothing but make an S3 client, built as the function's is. */
function bundleOfS3(): string {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  const entry = join(folder, 'entry.ts')
  writeFileSync(
    entry,
    `import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
    export const handler = new S3Client({ region: 'eu-central-1' })
    export const commands = [DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand]`,
  )
  bundleWith(entry, { outdir: folder, nodePaths: [join(top, 'node_modules')] })
  return folder
}

/** CPU time of importing a file, in milliseconds. */
function importMs(file: string): number {
  const script = `const start = process.cpuUsage(); await import(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(start); process.stdout.write(String((user + system) / 1000))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { AWS_REGION: 'eu-central-1', ORDER_SYNC_BUCKET: 'bench' },
  })
  if (stdout === '') throw new Error(stderr)
  return Number(stdout)
}

/** Bytes of all files of a bundle. */
const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

const [mostKb, mostRatio] = [700, 1.1]

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * Prints the size of the function's bundle, and what it takes to import, against the S3 client alone, by pairs. Returns
 * the goals that were missed.
 */
export async function benchBundle(): Promise<string[]> {
  const settings = await loadSettings(join(top, 'order-sync.json'))
  const files = [writeFunctionCode(mkdtempSync(join(tmpdir(), 'order-sync-bench-')), settings), bundleOfS3()].map(
    (folder) => join(folder, 'index.mjs'),
  )
  const times = files.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, file] of files.entries()) times[index]?.push(importMs(file))
  const [owns = [], s3s = []] = times
  const [own, s3] = [median(owns), median(s3s)]
  const ratio = median(owns.map((taken, round) => taken / (s3s[round] ?? taken)))
  const kb = files.map((file) => Math.round(sizeOf(dirname(file)) / 1000))
  process.stdout.write(
    `Function bundle: ${kb[0]} kB, import ${own.toFixed(0)} ms of CPU; S3 client alone: ${kb[1]} kB, ${s3.toFixed(0)} ms; ratio ${ratio.toFixed(2)}\n`,
  )
  return [
    ...((kb[0] ?? 0) > mostKb ? [`function bundle: ${kb[0]} kB, the goal is ${mostKb}`] : []),
    ...(ratio > mostRatio ? [`function import: ${ratio.toFixed(2)} × S3 client, the goal is ${mostRatio}`] : []),
  ]
}
