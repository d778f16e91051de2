#!/usr/bin/env node
import { processIo } from './io.ts'
import { main } from './program.ts'

// Whoever reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

// No await at the top level: the package's program and the executable are CommonJS, and require this file.
void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code
})
