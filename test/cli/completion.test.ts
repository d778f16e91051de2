import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../lib/cli/commands.ts'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'

const scriptOf = async (shell: string): Promise<string> => (await orderSync(['completion', shell])).out

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('for %s knows every command and option', async (shell) => {
    const script = await scriptOf(shell)
    for (const { name, options } of commands) {
      expect(script).toContain(name)
      for (const key of Object.keys(options))
        expect(script).toContain(key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    }
  })

  it.each([
    [['order-sync', 'pl'], ['plan']],
    [['order-sync', 'plan', '--ht'], ['--html']],
    [['order-sync', 'inspect', '--preset', 'pohoda-o'], ['pohoda-orders']],
    [['order-sync', 'schedule', 'inst'], ['install']],
    [['order-sync', 'completion', 'po'], ['powershell']],
  ])('lets bash complete %j', async (words, choices) => {
    const file = join(temporaryFolder(), 'completion')
    writeFileSync(file, await scriptOf('bash'))
    const asked = `source ${file}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _order_sync; echo "\${COMPREPLY[@]}"`
    expect(spawnSync('bash', ['-c', asked], { encoding: 'utf8', cwd: temporaryFolder() }).stdout.trim()).toBe(
      choices.join(' '),
    )
  })

  it('says which shells it knows', async () => {
    expect(await orderSync(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      err: 'Could not make a completion for "tcsh": it is bash, zsh, fish or powershell.\n',
    })
  })
})
