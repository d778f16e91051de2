/** Builds `dist`, which is what the package ships: JavaScript with types, the function's code, and the files that are read. */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleCommandLine } from './cli.ts'
import { bundleFunction } from './function.ts'
import { licencesOf } from './licences.ts'
import { inlineAws } from './sdk.ts'

const top = join(import.meta.dirname, '..')
const dist = join(top, 'dist')

rmSync(dist, { recursive: true, force: true })
execFileSync(join(top, 'node_modules/.bin/tsc'), ['-p', join(top, 'tsconfig.build.json')], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
const bundles = [bundleFunction(join(dist, 'function')), await inlineAws(dist), ...(await bundleCommandLine(dist))]
writeFileSync(join(dist, 'LICENCES.txt'), licencesOf(bundles))
for (const name of ['examples', 'cdk.json']) cpSync(join(top, name), join(dist, name), { recursive: true })
