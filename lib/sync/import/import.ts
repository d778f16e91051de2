import type { Readable } from 'node:stream'
import type { Effects } from '../../effects.ts'
import { readOrderStates } from '../../exports/read.ts'
import { UnusableExport } from '../../exports/record.ts'
import type { FieldName } from '../../order.ts'
import { type Feed, ownedFields, type Settings, settingsHash } from '../../settings/settings.ts'
import type { ByteRange, StoredObject } from '../../storage/store.ts'
import type { Lines, Problem, ReportedExport } from '../model.ts'
import type { FeedState } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import { nextState, type ReadExport, reference } from './feed-state.ts'
import { type IntakeResult, startIntake } from './merge.ts'
import { conflictProblem, createProblems, standingRefusal, toldRecords, withheldProblems } from './problems.ts'
import { type Choice, type ChosenExport, exportsOf } from './select.ts'

type FeedStates = Readonly<Record<string, FeedState>>

/** What taking in the new exports of all feeds gave. */
export interface Taken {
  readonly feeds: FeedStates
  readonly exports: readonly ReportedExport[]
  readonly adopted: number
  readonly moved: boolean
  readonly problems: readonly Problem[]
}

/** Reads the chosen exports and merges them into the lines. An export that is refused leaves the lines as they were. */
export async function takeAll(
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
  settings: Settings,
  feeds: FeedStates,
  choices: readonly Choice[],
  listing: readonly StoredObject[],
  lines: Lines,
): Promise<Taken> {
  let taken: Taken = { feeds: known(feeds, settings), exports: [], adopted: 0, moved: false, problems: [] }
  for (const choice of choices) {
    const feed = settings.feeds[choice.feed]
    if (feed === undefined) continue
    if (choice.refused !== undefined) taken = withProblem(taken, standingRefusal(choice.feed, choice.refused))
    const reader = createTaker(
      effects,
      settings,
      { ...choice, present: exportsOf(choice.feed, listing) },
      feeds[choice.feed],
      lines,
    )
    for (const chosen of choice.exports) {
      const one = await reader(chosen, taken.feeds[choice.feed])
      if (one === undefined) continue
      taken = joined(taken, choice.feed, one)
      if (one.refused && feed.contents === 'changes') break
    }
  }
  return taken
}

const known = (feeds: FeedStates, settings: Settings): FeedStates =>
  Object.fromEntries(Object.entries(feeds).filter(([name]) => Object.hasOwn(settings.feeds, name)))

const withProblem = (taken: Taken, problem: Problem): Taken => ({ ...taken, problems: [...taken.problems, problem] })

interface OneTaken {
  readonly state: FeedState
  readonly reported: ReportedExport
  readonly intake?: IntakeResult
  readonly problems: readonly Problem[]
  readonly refused: boolean
}

const joined = (taken: Taken, feed: string, one: OneTaken): Taken => ({
  feeds: { ...taken.feeds, [feed]: one.state },
  exports: [...taken.exports, one.reported],
  adopted: taken.adopted + (one.intake?.adopted ?? 0),
  moved: taken.moved || (one.intake?.moved ?? false),
  problems: [...taken.problems, ...one.problems],
})

/** Takes in one export; `undefined` where it vanished or is still being written. */
type Taker = (chosen: ChosenExport, state: FeedState | undefined) => Promise<OneTaken | undefined>

function createTaker(
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
  settings: Settings,
  { feed: name, present }: { readonly feed: string; readonly present: readonly StoredObject[] },
  atStart: FeedState | undefined,
  lines: Lines,
): Taker {
  const feed = settings.feeds[name] as Feed
  const hash = settingsHash(feed)
  const owned = new Set<FieldName>(ownedFields(feed))
  const adopting = new Set(
    settings.firstRun === 'adopt' ? [...owned].filter((field) => !atStart?.fields.includes(field)) : [],
  )

  const refuse = (object: StoredObject, state: FeedState | undefined, error: UnusableExport): OneTaken => ({
    refused: true,
    reported: { feed: name, key: object.key, records: 0, invalid: 0, refused: error.message },
    problems: [{ kind: 'refused export', subject: object.key, message: error.message }],
    state: {
      fields: [],
      ...state,
      settings: hash,
      refused: { ...reference(object), reason: error.message, at: isoNow(effects.clock) },
    },
  })

  return async (chosen, state) => {
    const intake = startIntake(lines, {
      feed: name,
      key: chosen.object.key,
      time: chosen.object.lastModified,
      adopting,
      owned,
      duplicates: feed.duplicates,
      contents: feed.contents,
    })
    const read = await readOne(effects, feed, chosen.object, intake.add)
    if (read === undefined) return undefined
    if (read instanceof UnusableExport) return refuse(chosen.object, state, read)
    const result = intake.finish()
    return {
      refused: false,
      intake: result,
      reported: {
        feed: name,
        key: chosen.object.key,
        records: read.summary.records,
        invalid: read.invalid + result.conflicts.length,
        ...(read.unnumbered === 0 ? {} : { unnumbered: read.unnumbered }),
        refused: null,
      },
      problems: [
        ...read.problems,
        ...result.conflicts.slice(0, toldRecords).map((conflict) => conflictProblem(chosen.object.key, conflict)),
        ...withheldProblems(chosen.object.key, result.withheld),
      ],
      state: nextState(state, chosen, read, {
        hash,
        owned,
        feed,
        present,
        conflicts: result.conflicts.length,
        allowed: settings.guard.conflicts,
      }),
    }
  }
}

interface OneRead extends ReadExport {
  readonly invalid: number
  readonly unnumbered: number
  readonly problems: readonly Problem[]
}

async function readOne(
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
  feed: Feed,
  object: StoredObject,
  add: ReturnType<typeof startIntake>['add'],
): Promise<OneRead | UnusableExport | undefined> {
  const { store, clock, log } = effects
  let opened: StoredObject = object
  const open = async (range?: ByteRange): Promise<Readable> => {
    const content = await store.get(object.key, range)
    if (content === undefined) throw new Vanished()
    if (opened !== object && opened.etag !== content.etag) {
      content.body.destroy()
      throw new Vanished()
    }
    opened = { key: object.key, etag: content.etag, size: content.size, lastModified: content.lastModified }
    return content.body
  }
  const problems = createProblems(object.key)
  try {
    const records = readOrderStates(
      feed,
      { key: object.key, size: object.size, open },
      { today: isoNow(clock).slice(0, 10) },
    )
    for (;;) {
      const step = await records.next()
      if (step.done) {
        if (await isUnchanged(store, opened)) return { object: opened, summary: step.value, ...problems.end() }
        log.warn(`${object.key} changed while it was read; it is read again in the next run`)
        return undefined
      }
      add(step.value)
      for (const record of step.value) problems.tell(record)
    }
  } catch (error) {
    if (error instanceof UnusableExport) return (await isUnchanged(store, opened)) ? error : undefined
    if (error instanceof Vanished) return undefined
    throw error
  }
}

class Vanished extends Error {}

async function isUnchanged(store: Effects['store'], opened: StoredObject): Promise<boolean> {
  const now = (await store.list(opened.key)).find(({ key }) => key === opened.key)
  return now === undefined || now.etag === opened.etag
}
