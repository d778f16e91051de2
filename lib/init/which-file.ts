import { existsSync } from 'node:fs'
import type { InitTexts } from '../text/init.ts'
import type { Asker } from './asker.ts'

/** Stands for a file that is not in the list. */
const another = '\0'

/** The export: the only file that lies here and may be one, told before the next question; else one of several, or any other. */
export async function whichFile(here: readonly string[], asker: Asker, texts: InitTexts): Promise<string> {
  const [first, ...others] = here
  if (first !== undefined && others.length === 0) return first
  if (first !== undefined) {
    const choices = [...here.map((value) => ({ value, label: value })), { value: another, label: texts.another }]
    const chosen = await asker.choose({ name: 'file', message: texts.whichFile, choices, usual: first })
    if (chosen !== another) return chosen
  }
  return asker.text({
    name: 'file',
    message: texts.noFile,
    check: (file) => (existsSync(file) ? undefined : texts.noSuchFile(file)),
  })
}
