import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import type { Edit, Mutant } from './mutants.ts'

/** What became of a mutant: `no fit` where its text is not in the source exactly once. */
export type Killed = 'killed' | 'survived' | 'no fit' | 'broken'

type Test = Mutant['killedBy']

/** Runs tests against mutated sources, in one process of the test runner. */
export interface Killer {
  /** Tests that fail, or find nothing to run, without any mutant. */
  sound(tests: readonly Test[]): Promise<string[]>
  kill(mutant: Mutant): Promise<Killed>
  close(): Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

/** Opens the test runner with a plugin that changes one source while it is loaded; no file is touched. */
export async function openKiller(): Promise<Killer> {
  let current: readonly Edit[] = []
  const vitest = await createVitest(
    'test',
    {
      root,
      watch: false,
      config: false,
      fsModuleCache: false,
      reporters: [{}],
      include: ['test/**/*.test.ts'],
      testTimeout: 20_000,
    },
    {
      plugins: [
        {
          name: 'mutant',
          enforce: 'pre',
          transform: (code, id) => {
            const here = current.filter(({ file }) => id === join(root, file))
            return here.length === 0
              ? undefined
              : here.reduce((text, { search, replace }) => text.replace(search, () => replace), code)
          },
        },
      ],
    },
  )
  return {
    async sound(tests) {
      const failing: string[] = []
      for (const test of new Map(tests.map((one) => [JSON.stringify(one), one])).values()) {
        const { failed, passed } = await runTest(vitest, test)
        if (failed > 0 || passed === 0) failing.push(`${test.file} ${test.test ?? ''}`)
      }
      return failing
    },
    async kill(mutant) {
      const edits = [mutant, ...(mutant.with ?? [])]
      const fits = ({ file, search }: Edit) => readFileSync(join(root, file), 'utf8').split(search).length === 2
      if (!edits.every(fits)) return 'no fit'
      const forget = () => edits.forEach(({ file }) => void vitest.invalidateFile(join(root, file)))
      current = edits
      forget()
      const { failed, passed } = await runTest(vitest, mutant.killedBy)
      current = []
      forget()
      if (failed + passed === 0) return 'broken'
      return failed > 0 ? 'killed' : 'survived'
    },
    close: () => vitest.close(),
  }
}

/** How many tests of a file failed and passed; both 0 where it could not be loaded. */
async function runTest(vitest: Vitest, { file, test }: Test): Promise<{ failed: number; passed: number }> {
  const moduleId = join(root, file)
  if (!existsSync(moduleId)) return { failed: 0, passed: 0 }
  const options =
    test === undefined ? {} : { testNamePattern: new RegExp(test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) }
  const specifications = [vitest.getRootProject().createSpecification(moduleId, options)]
  const { testModules } = await vitest.runTestSpecifications(specifications)
  const results = testModules
    .filter((module) => module.moduleId === moduleId)
    .flatMap((module) => [...module.children.allTests()].map((one) => one.result().state))
  return {
    failed: results.filter((state) => state === 'failed').length,
    passed: results.filter((state) => state === 'passed').length,
  }
}
