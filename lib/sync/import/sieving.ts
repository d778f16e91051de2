import type { Effects, Random } from '../../effects.ts'
import { readersCode } from '../../exports/readers-code.ts'
import type { ExportSummary } from '../../exports/record.ts'
import { blocksOfKept } from '../../exports/sieve/blocks.ts'
import type { Seed } from '../../exports/sieve/hash.ts'
import type { SieveOptions, Sifted } from '../../exports/sieve/sifted.ts'
import type { Feed } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import { dayMs } from '../../units.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Sieve } from '../ledger/sieves.ts'
import type { Problem } from '../problems.ts'
import { isoNow } from '../state/keys.ts'
import type { Claims } from './claims.ts'

/** Smaller exports are read in full, where nobody says otherwise. */
const usualLeast = 64 * 1024

/** Bytes of a block: as many as of an export that is sifted, but not fewer than this. */
const leastBlock = 512

/** An export that may be sifted. */
export interface SievingInput {
  /** name of the feed */
  readonly name: string
  readonly feed: Feed
  /** hash of the feed's settings */
  readonly hash: string
  readonly object: StoredObject
  /** read every record, and compare */
  readonly full: boolean
  /** smaller exports are read in full, in bytes */
  readonly siftedFrom: number | undefined
}

/** How an export is sifted, and what becomes of it. */
export interface Sieving {
  readonly options: SieveOptions
  /** what the sieve keeps for the next export, but for the records */
  readonly kept: Pick<Sieve, 'readBy' | 'today' | 'fullAt' | 'seed'>
}

/** Words of 32 bits. */
const word = (random: Random): number => Math.floor(random() * 2 ** 32) | 0

const newSeed = (random: Random): Seed => [word(random), word(random), word(random), word(random)]

/**
 * How an export is to be sifted; `undefined`: it is not. Whatever the last sieve was made by or for has to be the same;
 * once a day, or where somebody wants it, everything is read and compared with what the sieve would have passed over.
 */
export function sievingOf(
  { name, feed, hash, object, full, siftedFrom = usualLeast }: SievingInput,
  ledger: Ledger,
  { clock, random }: Pick<Effects, 'clock'> & Partial<Pick<Effects, 'random'>>,
): Sieving | undefined {
  if (feed.contents !== 'full' || feed.duplicates === 'every' || object.size < siftedFrom) return undefined
  const { tz = '', unicode = '' } = process.versions
  const code = readersCode()
  if (code === undefined) return undefined
  const readBy = [code, hash, tz, unicode].join(' ')
  const today = isoNow(clock).slice(0, 10)
  const stored = ledger.sieves.of(name)
  const known = stored?.readBy === readBy && stored.today <= today ? stored : undefined
  const gathers = random !== undefined
  const seed = known?.seed ?? (random && newSeed(random))
  if (seed === undefined) return undefined
  const sinceFull = clock.now() - Date.parse(known?.fullAt ?? '')
  const compares = known !== undefined && gathers && (full || !(sinceFull >= 0 && sinceFull < dayMs))
  const isSettled = (place: number): boolean => !ledger.isMoved(place)
  return {
    options: {
      seed,
      ...(known && { known }),
      isSettled,
      passedTo: ledger.expect,
      orders: ledger.size,
      compares,
      gathers,
      blockBytes: Math.max(leastBlock, Math.min(usualLeast, siftedFrom)),
    },
    kept: { readBy, today, seed, fullAt: known === undefined || compares ? isoNow(clock) : known.fullAt },
  }
}

/** Whether anything may be passed over. */
export const mayPass = (sieving: Sieving | undefined): boolean =>
  sieving?.options.known !== undefined && !sieving.options.compares

/** Whether anything was passed over. */
export const isPassing = (sieving: Sieving | undefined, sifted: ExportSummary['sifted']): boolean =>
  sieving?.options.compares === false && (sifted?.count ?? 0) > 0

/**
 * Whether a field was found in none of the records that were read, and nobody knows of one among those that were passed over:
 * then all of them are needed to tell.
 */
export function isUnwitnessed(sieving: Sieving | undefined, { sifted, presence }: ExportSummary): boolean {
  if (!isPassing(sieving, sifted)) return false
  const witnesses = sieving?.options.known?.witnesses ?? {}
  return presence?.missing.some((path) => sifted?.orders[witnesses[path] ?? -1] !== 1) === true
}

/** Of each field an order whose record has it: among those that were read, or the one of before that was passed over. */
function witnessesOf({ sieving, summary }: SiftedExport, claimed: Int32Array): Pick<Sieve, 'witnesses'> {
  const { presence, sifted } = summary
  if (presence === undefined) return {}
  const before = Object.entries(sieving?.options.known?.witnesses ?? {})
  const passed = isPassing(sieving, sifted) ? before.filter(([, place]) => sifted?.orders[place] === 1) : []
  const read = Object.entries(presence.lines).map(([path, line]) => [path, claimed[line] ?? -1] as const)
  return { witnesses: Object.fromEntries([...passed, ...read.filter(([, place]) => place !== -1)]) }
}

/** The same without anything that is passed over. */
export function inFull({ options, kept }: Sieving, { clock }: Pick<Effects, 'clock'>): Sieving {
  const { known: _, ...rest } = options
  return { options: { ...rest, compares: false }, kept: { ...kept, fullAt: isoNow(clock) } }
}

/** What an export came to that was sifted. */
export interface SiftedExport {
  /** name of the feed */
  readonly name: string
  readonly key: string
  readonly sieving: Sieving | undefined
  readonly summary: ExportSummary
  readonly claims: (lines: number) => Claims
  /** whether one of these orders was named by more than one record */
  readonly namesTwice: (orders: Uint8Array) => boolean
}

/**
 * Keeps for the next export what this one held, before anybody else moves a line.
 * @returns a problem where the sieve would have passed over what it must not
 */
export function keepSieve(sifted: SiftedExport, ledger: Ledger): Problem[] {
  const { name, sieving, summary } = sifted
  if (sieving === undefined || summary.sifted === undefined) {
    ledger.sieves.forget(name)
    return []
  }
  const { options, kept } = sieving
  if (!options.gathers) return []
  const { hashes, places, blocks, layout } = summary.sifted
  const claims = sifted.claims(places.length)
  const { kept: records, fresh } = recordsToKeep(
    { hashes, places, blocks, isPassing: !options.compares },
    claims.places,
  )
  const witnesses = witnessesOf(sifted, claims.places)
  const sieve: Sieve = { ...kept, layout, encoding: summary.encoding, ...records, ...witnesses }
  ledger.sieves.put(name, sieve, ledger.moves)
  if (isWorthWriting(sieve, options, fresh)) ledger.sieves.noteWorth()
  return options.compares ? compared(sifted, claims.agreed) : []
}

interface GatheredLines extends Pick<Sifted, 'hashes' | 'places' | 'blocks'> {
  /** whether what has a place was passed over, not only noted */
  readonly isPassing: boolean
}

/**
 * The lines that are known next time: those that were passed over, and those that made a claim. Their hashes stay where they
 * are, moved together: nobody else needs the others.
 */
function recordsToKeep({ hashes, places, blocks, isPassing }: GatheredLines, claimed: Int32Array) {
  const kept = new Uint32Array(places.length)
  const before = new Uint32Array(places.length + 1)
  let count = 0
  let fresh = 0
  for (let line = 0; line < places.length; line++) {
    const passed = isPassing ? (places[line] ?? -1) : -1
    const place = passed === -1 ? (claimed[line] ?? -1) : passed
    before[line] = count
    if (place === -1) continue
    if (passed === -1) fresh++
    hashes[2 * count] = hashes[2 * line] ?? 0
    hashes[2 * count + 1] = hashes[2 * line + 1] ?? 0
    kept[count++] = place
  }
  before[places.length] = count
  const left = { hashes: hashes.subarray(0, 2 * count), places: kept.subarray(0, count) }
  return { kept: { ...left, blocks: blocksOfKept(blocks, before, left.places) }, fresh }
}

/** A sieve by which much more is passed over next time, or that says when everything was read. */
const isWorthWriting = ({ places }: Sieve, { known, compares }: SieveOptions, fresh: number): boolean =>
  compares || (places.length > 0 && (known === undefined || fresh * 20 > places.length))

/** Records that would have been passed over as saying what the ledger knows, and say something else. */
function compared({ key, summary, namesTwice }: SiftedExport, agreed: Int32Array): Problem[] {
  const { places = new Int32Array(0), orders = new Uint8Array(0) } = summary.sifted ?? {}
  // an order that is named twice: then everything would have been read
  if (namesTwice(orders)) return []
  const wrong = places.reduce((count, place, line) => (place === -1 || agreed[line] === place ? count : count + 1), 0)
  if (wrong === 0) return []
  const message =
    `${key}: ${wrong} records would have been passed over as unchanged, but say something else than what is known. ` +
    'All of them were read this time, so that nothing is lost; what is kept of them was made anew. It is a fault of ' +
    'order-sync: please report it, with the export if you may.'
  return [{ kind: 'sieve', subject: key, message }]
}
