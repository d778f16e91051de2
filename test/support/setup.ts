import { afterAll } from 'vitest'
import { removeFolders } from './folder.ts'

/* Runs before every file of tests; what they import is kept from one file to the next (`isolate: false`). */
afterAll(removeFolders)
