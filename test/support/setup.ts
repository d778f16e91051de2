import { afterAll } from 'vitest'
import { removeFolders } from './folder.ts'

// Vitest has a hundred, which makes every error dear that a test provokes
Error.stackTraceLimit = 10

/* Runs before every file of tests, also where they share what they import (`isolate: false`). */
afterAll(removeFolders)
