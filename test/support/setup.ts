import { afterAll } from 'vitest'
import { removeFolders } from './folder.ts'

/* Runs before every file of tests, also where they share what they import (`isolate: false`). */
afterAll(removeFolders)
