import { text } from 'node:stream/consumers'
import { createFolderStore } from '../../lib/storage/folder.ts'

/** Counts up an object in a folder again and again, and says on standard output what was acknowledged. */
const [, , folder = '', rounds = '0', name = ''] = process.argv
const store = createFolderStore(folder)
for (let round = 0; round < Number(rounds); round++) {
  for (;;) {
    const content = await store.get('state/counter')
    if (content === undefined) throw new Error('no counter')
    const count = Number((await text(content.body)).split(' ')[0])
    const result = await store.put('state/counter', `${count + 1} ${name}-${round}`, { ifMatch: content.etag })
    if (result.written) break
  }
  process.stdout.write('+')
}
