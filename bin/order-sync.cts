#!/usr/bin/env node
// CommonJS in old syntax: a Node that is too old must get as far as saying so.
const oldest = { major: 22, minor: 15 }
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
  const wanted = `${oldest.major}.${oldest.minor}`
  const here = process.versions.node
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const locale = LC_ALL || LC_MESSAGES || LANG || ''
  const said = /^cs/i.test(locale)
    ? `order-sync potřebuje Node ${wanted} nebo novější, tady je ${here}. Najdete ho na https://nodejs.org, nebo použijte samostatný program, který má vlastní.`
    : /^sk/i.test(locale)
      ? `order-sync potrebuje Node ${wanted} alebo novší, tu je ${here}. Nájdete ho na https://nodejs.org, alebo použite samostatný program, ktorý má vlastný.`
      : `order-sync needs Node ${wanted} or newer, and this is ${here}. Get it from https://nodejs.org, or use the executable, which brings its own.`
  process.stderr.write(`${said}\n`)
  process.exitCode = 2
} else {
  const { emitWarning } = process
  // Node 22 says of node:sqlite that it is experimental. What is used of it has not changed since.
  process.emitWarning = (warning: string | Error, ...rest: []) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning.call(process, warning, ...rest)
  }
  require('../bundle/cli/main.cjs')
}
