import { type FieldName, type Fields, type FieldValue, fieldEntries, isStatus, sameValue } from '../../order.ts'
import type { Winner } from '../../settings/verify.ts'
import { isQuietly, type Line, notByItself, type Parked, park, type Refusal, undoFeed, type Wanted } from './line.ts'
import { isLanguages, isSetByUs, isThere, languageName, shownOf, shows } from './values.ts'

/** What the shop shows of an order that is about to be changed. */
export interface Look {
  readonly order_number: string
  /** `undefined` where the shop does not have the order */
  readonly shown: Fields | undefined
  /** the fields that were to be changed */
  readonly names: readonly FieldName[]
  /** fields that were acknowledged, and that the change goes out for only because they are there */
  readonly relied?: readonly FieldName[]
}

/** What decides about a value that the shop shows otherwise than it had acknowledged it. */
export interface DriftRules {
  readonly winnerOf: (name: FieldName) => Winner
  /** whether a status that the shop shows is never changed to another one, whoever set it */
  readonly stays: (shown: FieldValue, wanted: FieldValue) => boolean
}

/** A field that the shop shows otherwise than it had acknowledged it. */
export interface Drifted {
  readonly order_number: string
  readonly field: FieldName
  readonly acknowledged: FieldValue
  /** what is known was never sent: it was taken over from an export, or as the shop showed it */
  readonly notSent?: true
  readonly shown: FieldValue
  /** what the exports say; absent where they say nothing new */
  readonly wanted?: FieldValue
  /**
   * who wins where something is wanted; `rule`: the status that the shop shows is final, or later than the wanted one; `undo`: a person wanted to
   * take back what somebody has changed since
   */
  readonly winner?: Winner | 'rule' | 'undo'
}

/** What a look at the shop did to a line. */
export interface Looked {
  readonly line: Line
  readonly drifted: readonly Drifted[]
}

/**
 * The shop was asked what it shows of an order right before it would be changed. What it shows as it is wanted is
 * acknowledged, though this sync has not set it; what it shows otherwise than acknowledged has drifted, and the settings say
 * who wins. Fields that nothing was wanted of are left alone.
 */
export function recordLook(line: Line, look: Look, rules: DriftRules): Looked {
  const { shown, names, relied = [] } = look
  if (shown === undefined) return { line, drifted: [] }
  const drifted: Drifted[] = []
  let after = line
  for (const name of names) {
    const moved = lookAt(after, { name, shown: shown[name] ?? '' }, rules)
    after = moved.line
    drifted.push(...moved.drifted)
  }
  for (const name of relied) {
    const acknowledged = after.acknowledged[name]
    if (acknowledged === undefined || !isThere(acknowledged)) continue
    const now = shownOf(acknowledged, shown[name])
    if (isThere(now)) continue
    const again = wantAgain(knowing(after, name, now), name, acknowledged)
    if (again === undefined) continue
    const { line: known, wish } = again
    // what the exports have taken back is not set again
    const winner = wish === undefined ? 'shop' : rules.winnerOf(name)
    after =
      wish === undefined || winner === 'erp'
        ? known
        : notSet(known, { name, wanted: wish, winner }, [now, acknowledged])
    const { order_number } = line
    drifted.push({ order_number, field: name, acknowledged, shown: now, winner })
  }
  return { line: after, drifted }
}

/**
 * What the shop was believed to show, and a status needs: it goes out together with that status, for the same reason.
 * `undefined` where no status goes out; without a wish where something else is wanted of the field.
 */
function wantAgain(line: Line, name: FieldName, value: FieldValue): { line: Line; wish?: Wanted } | undefined {
  const status = fieldEntries(line.wanted).find(([field]) => isStatus(field))?.[1]
  if (status === undefined) return undefined
  if (line.wanted?.[name] !== undefined) return { line }
  const { since, cause } = status
  const wish = { value, since, cause }
  return { line: { ...line, wanted: { ...line.wanted, [name]: wish } }, wish }
}

interface OneField {
  readonly name: FieldName
  readonly shown: FieldValue
}

function lookAt(line: Line, { name, shown }: OneField, rules: DriftRules): Looked {
  const wanted = line.wanted?.[name]
  // an order always has a status: an answer without one does not say it
  if (wanted === undefined || (isStatus(name) && shown === '')) return { line, drifted: [] }
  if (shows(shown, wanted.value, name)) return { line: settled(line, name, wanted.value), drifted: [] }
  const known = line.acknowledged[name]
  if (known !== undefined && shows(shown, known, name)) return { line, drifted: [] }
  if (known === undefined ? !isTheirs({ name, shown }, rules) : isStatus(name) && known === '')
    return { line: knowing(line, name, shown), drifted: [] }
  const acknowledged = known ?? ''
  const stays = isStatus(name) && rules.stays(shown, wanted.value)
  // what is taken back must be what a run has set, and nobody else since; what an export says too is its wish
  const isUndone = wanted.undo !== undefined && wanted.cause.feed === undoFeed
  const winner: Winner | 'rule' | 'undo' = isUndone ? 'undo' : stays ? 'rule' : rules.winnerOf(name)
  const { order_number } = line
  const drifted: Drifted[] = [{ order_number, field: name, acknowledged, shown, wanted: wanted.value, winner }]
  const after = knowing(line, name, shown)
  if (winner === 'rule') return { line: notUndone(after, name, wanted), drifted }
  if (winner === 'undo') return { line: without(after, name), drifted }
  if (winner === 'erp') return { line: keepingOthers(after, { name, shown, wanted, acknowledged }), drifted }
  return { line: notSet(after, { name, wanted, winner }, [shown, acknowledged]), drifted }
}

/**
 * Whether a value that nobody has sent, and nothing was known of, is the shop's own: the settings let the export not win over
 * it. An order always has a status, and one that the shop did not have had none.
 */
const isTheirs = ({ name, shown }: OneField, { winnerOf }: DriftRules): boolean =>
  !isStatus(name) &&
  (isLanguages(shown) ? Object.values(shown).some((text) => text !== '') : isThere(shown)) &&
  winnerOf(name) !== 'erp'

/** A rule that nothing breaks but what a person takes back holds again. */
function notUndone(line: Line, name: FieldName, { undo: _, ...wanted }: Wanted): Line {
  return { ...line, wanted: { ...line.wanted, [name]: wanted } }
}

/** A wish that does not go out over what somebody has set in the shop. */
function notSet(
  line: Line,
  { name, wanted, winner }: { readonly name: FieldName; readonly wanted: Wanted; readonly winner: Winner },
  [shown, acknowledged]: readonly [FieldValue, FieldValue],
): Line {
  const message = `it shows ${JSON.stringify(shown)} instead of ${JSON.stringify(acknowledged)}`
  return leftAlone(line, { name, wanted, kind: winner === 'shop' ? 'shop' : 'edited' }, message)
}

const knowing = (line: Line, name: FieldName, shown: FieldValue): Line => ({
  ...line,
  acknowledged: { ...line.acknowledged, [name]: shown },
})

/** The shop shows already what is wanted. */
const settled = (line: Line, name: FieldName, value: FieldValue): Line => without(knowing(line, name, value), name)

/** Nothing is wanted of the field any more. */
function without({ wanted, ...rest }: Line, name: FieldName): Line {
  const { [name]: _, ...others } = wanted ?? {}
  return Object.keys(others).length === 0 ? rest : { ...rest, wanted: others }
}

interface Overwritten extends OneField {
  readonly wanted: Wanted
  readonly acknowledged: FieldValue
}

/** The export wins, but does not clear what somebody else has set: of texts per language, those that differ. */
function keepingOthers(line: Line, { name, shown, wanted, acknowledged }: Overwritten): Line {
  if (wanted.value === '') return notOurs(line, name)
  const { value } = wanted
  if (!isLanguages(value) || !isLanguages(shown)) return line
  const known = isLanguages(acknowledged) ? acknowledged : {}
  const theirs = Object.keys(value).filter((code) => value[code] === '' && (shown[code] ?? '') !== (known[code] ?? ''))
  if (theirs.length === 0) return line
  const kept = { ...value, ...Object.fromEntries(theirs.map((code) => [code, shown[code] ?? ''])) }
  const names = theirs.map((code) => languageName(name, code))
  const others = (line.setByUs ?? []).filter((one) => !names.includes(one))
  const after = { ...line, setByUs: others }
  return sameValue(kept, shownOf(kept, shown))
    ? without(after, name)
    : { ...after, wanted: { ...after.wanted, [name]: { ...wanted, value: kept } } }
}

/** What somebody else has set is not this sync's to clear. */
function notOurs(line: Line, name: FieldName): Line {
  if (!isSetByUs(line.setByUs, name)) return line
  const { setByUs = [], ...rest } = line
  const others = setByUs.filter((one) => one !== name && !one.startsWith(`${name}[`))
  return others.length === 0 ? rest : { ...rest, setByUs: others }
}

/** Whether a value stays where it is because somebody has set another one in the shop: nobody has overruled that. */
export const isLeftAlone = (parked: Parked | undefined): boolean =>
  parked?.kind === 'shop' || (parked?.kind === 'edited' && parked.nextTry === notByItself)

interface LeftAlone {
  readonly name: FieldName
  readonly wanted: Wanted
  readonly kind: Parked['kind']
}

/** The wish stays where it is until the export says something else, or a person decides. */
function leftAlone(line: Line, { name, wanted, kind }: LeftAlone, message: string): Line {
  const attempts = (wanted.parked?.attempts ?? 0) + 1
  const parked: Parked = { kind, messages: [message], attempts, nextTry: notByItself }
  const { decided: _, undo: __, ...rest } = wanted
  // whoever lets it go out all the same has not said that its customer is mailed
  const kept = isQuietly(wanted) ? { decided: wanted.decided } : {}
  return { ...line, wanted: { ...line.wanted, [name]: { ...rest, ...kept, parked } } }
}

/** The fields of an order that the shop shows otherwise than it had acknowledged them, whether or not anything is wanted. */
export const driftOf = ({ order_number, acknowledged, unconfirmed, wanted, setByUs }: Line, shown: Fields): Drifted[] =>
  fieldEntries(acknowledged).flatMap(([field, value]) => {
    const now = shown[field] ?? ''
    const isUnclear = unconfirmed !== undefined && field in unconfirmed.fields
    if (value === undefined || isUnclear || shows(now, value, field) || (isStatus(field) && now === '')) return []
    const wish = wanted?.[field]?.value
    return [
      {
        order_number,
        field,
        acknowledged: value,
        ...(isSetByUs(setByUs, field) ? {} : { notSent: true as const }),
        shown: now,
        ...(wish === undefined ? {} : { wanted: wish }),
      },
    ]
  })

/** Whether nothing is known of what the shop shows of a field that is wanted. */
export const isUnasked = (line: Line, name: FieldName): boolean =>
  line.wanted?.[name] !== undefined &&
  line.acknowledged[name] === undefined &&
  !isSetByUs(line.setByUs, name) &&
  line.unconfirmed === undefined

/** The shop was asked what it shows of fields of which nothing was known: that is what the exports are compared with. */
export function recordAsked(line: Line, shown: Fields | undefined): Line {
  const names = fieldEntries(line.wanted).flatMap(([name]) => (isUnasked(line, name) ? [name] : []))
  return names.reduce((after, name) => {
    const value = shown?.[name] ?? ''
    const wanted = after.wanted?.[name]
    return wanted !== undefined && shown !== undefined && shows(value, wanted.value, name)
      ? settled(after, name, wanted.value)
      : knowing(after, name, value)
  }, line)
}

/** The shop refuses to be asked about an order of which nothing is known: it is asked again after a pause. */
export function recordUnasked(line: Line, { messages, atMs }: Omit<Refusal, 'kind'>): Line {
  const names = fieldEntries(line.wanted).filter(([name]) => isUnasked(line, name))
  const unasked = Object.fromEntries(names.map(([name, { value }]) => [name, value]))
  return park(line, unasked, { kind: 'unanswered', messages, atMs })
}

const mapEdited = (line: Line, change: (field: Wanted, parked: Parked) => Wanted): Line => {
  const { wanted = {} } = line
  const entries = fieldEntries(wanted).map(([name, field]) => {
    const { parked } = field
    return [name, parked?.kind === 'edited' ? change(field, parked) : field] as const
  })
  return entries.every(([name, field]) => wanted[name] === field)
    ? line
    : { ...line, wanted: Object.fromEntries(entries) }
}

/** A person leaves it at what somebody has set in the shop, until the export says something else. */
export const acceptShown = (line: Line): Line =>
  mapEdited(line, ({ parked: _, ...field }) => ({ ...field, decided: { kind: 'rejected', shown: true } }))

/** A person lets the export's value go out over what somebody has set in the shop, as it was shown. */
export const overruleShown = (line: Line, nowMs: number): Line =>
  mapEdited(line, (field, parked) => ({ ...field, parked: { ...parked, nextTry: new Date(nowMs).toISOString() } }))
