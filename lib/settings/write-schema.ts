import { writeFileSync } from 'node:fs'
import { settingsJsonSchema } from './schema.ts'

writeFileSync('order-sync.schema.json', `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`)
