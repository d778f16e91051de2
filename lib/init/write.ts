import { existsSync } from 'node:fs'
import { appendFile, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { settingsJsonSchema } from '../settings/schema.ts'

/** What is written, and where. */
export interface ToWrite {
  /** path of the settings file */
  readonly settings: string
  readonly text: string
  /** folder of exports and state */
  readonly folder: string
  readonly feed: string
  /** the export that everything was told from */
  readonly file: string
}

/** An owner's settings are never overwritten. */
export function checkFree(settings: string): void {
  if (!existsSync(settings)) return
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'write the settings',
    subject: settings,
    ended: 'this file is there already, and is left as it is',
    hint: 'For another shop, name another file with --settings; to add a feed, see what "order-sync inspect" proposes.',
  })
}

/**
 * Writes settings, their schema, a `.gitignore`, and the folder with the first export in it; nothing that is there is
 * overwritten.
 * @returns the files that were written
 */
export async function writeAll({ settings, text, folder, feed, file }: ToWrite): Promise<string[]> {
  checkFree(settings)
  const beside = dirname(settings)
  await mkdir(beside, { recursive: true })
  const schema = join(beside, 'order-sync.schema.json')
  const dropped = join(folder, 'exports', feed, basename(file))
  await mkdir(dirname(dropped), { recursive: true, mode: 0o700 })
  const written = [settings]
  if (!existsSync(schema)) {
    await writeFile(schema, `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`)
    written.push(schema)
  }
  if (await ignored(join(beside, '.gitignore'), folder)) written.push(join(beside, '.gitignore'))
  if (!existsSync(dropped)) {
    await copyFile(file, dropped)
    written.push(dropped)
  }
  await writeFile(settings, text, { flag: 'wx' })
  return written
}

/** What lies in the folder is customers' data: it does not belong into a repository. Returns whether anything was written. */
async function ignored(file: string, folder: string): Promise<boolean> {
  const line = `${relative(dirname(file), folder).replaceAll('\\', '/')}/`
  if (line === '/' || line.startsWith('../')) return false
  const before = existsSync(file) ? await readFile(file, 'utf8') : ''
  if (before.split(/\r?\n/).includes(line)) return false
  await appendFile(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`)
  return true
}
