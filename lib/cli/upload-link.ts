import { OrderSyncError } from '../errors.ts'
import { prefixOf } from '../settings/deployed.ts'
import { loadSettings } from '../settings/load.ts'
import type { Answer } from './command.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'
import { bucketNamed, type WorkspaceOptions } from './workspace.ts'

interface Flags extends Pick<WorkspaceOptions, 'settings' | 'bucket' | 'deployed'> {
  readonly feed: string
  readonly hours: number
}

/** `upload-link`: an address to which one file may be uploaded for some hours, without any key. */
export async function uploadLink(flags: Flags, io: Io, [file = '']: readonly string[]): Promise<Answer> {
  const settings = await loadSettings(flags.settings)
  const { texts } = await voiceHere(settings, io)
  const { feed, hours } = flags
  if (settings.feeds[feed] === undefined)
    throw wrong(`the feed "${feed}"`, `the settings have ${Object.keys(settings.feeds).join(', ')}`)
  if (!/^[^/\\]+$/.test(file) || /^\.+$/.test(file)) throw wrong(`the name "${file}"`, 'it is to be the name of a file')
  const bucket = await bucketNamed({ ...flags, deployed: flags.bucket === undefined }, settings)
  const key = `${prefixOf(settings)}exports/${feed}/${file}`
  const { uploadAddress } = await import('../upload/link.ts')
  const url = await uploadAddress({ bucket, key }, hours * 3600)
  return {
    value: { url, bucket, key, hours },
    text: () =>
      [
        url,
        '',
        texts.upload.link(hours, `s3://${bucket}/${key}`),
        `  curl --fail --upload-file ${file} 'ADDRESS'`,
      ].join('\n'),
  }
}

const wrong = (subject: string, ended: string): OrderSyncError =>
  new OrderSyncError({ kind: 'usage', attempted: 'use', subject, ended })
