import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** A file of code that is run with what had been compiled of it before. */
export interface KeptCode {
  /** what it exports; it is run now */
  run(): unknown
  /**
   * Keeps what has been compiled of it by now, where nothing was kept. Flags of V8 have to be as they were. Nobody needs it:
   * where it cannot be written, nothing is said.
   * @param looks whether it is kept anew, too, where much more has been compiled; to look takes hundredths of a second
   */
  keep(looks: boolean): void
}

/** So much more has to have been compiled that it is written anew. */
const worthwhile = 1.1
const sumBytes = 4

/**
 * Code in CommonJS, whose letters are ASCII. Node's own cache keeps a file as it was before anything of it was run: each
 * function that a command uses was compiled anew at each start, which took a quarter of it. This one keeps the functions, too.
 * @param folder where it is kept
 */
export function keptCode(file: string, folder: string): KeptCode {
  const source = readFileSync(file)
  const flags = cachedDataVersionTag()
  const path = join(folder, `code-${flags}`)
  const cachedData = readKept(path, source)
  const script = new Script(`(function (module, exports, require, __dirname) {${source.toString('latin1')}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  })
  const before = script.cachedDataRejected === false ? (cachedData?.length ?? 0) : 0
  return {
    run() {
      const module = { exports: {} }
      script.runInThisContext()(module, module.exports, createRequire(file), dirname(file))
      return module.exports
    },
    keep(looks) {
      if ((before > 0 && !looks) || cachedDataVersionTag() !== flags) return
      const data = script.createCachedData()
      if (data.length > worthwhile * before) writeKept(path, source, data)
    },
  }
}

/** V8 would run anything that looks like its own: a checksum tells that it is whole, and of this code. */
const sumOf = (source: Buffer, data: Buffer): number => crc32(data, crc32(source))

function readKept(path: string, source: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(path)
    const data = kept.subarray(0, -sumBytes)
    return kept.readUInt32LE(data.length) === sumOf(source, data) ? data : undefined
  } catch {
    return undefined
  }
}

/** It appears as a whole: commands may start at the same time. */
function writeKept(path: string, source: Buffer, data: Buffer): void {
  const sum = Buffer.alloc(sumBytes)
  sum.writeUInt32LE(sumOf(source, data))
  const making = `${path}.${process.pid}`
  attempt(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(making, Buffer.concat([data, sum]), { mode: 0o600 })
    renameSync(making, path)
  })
  attempt(() => rmSync(making, { force: true }))
}

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // nothing is lost
  }
}
