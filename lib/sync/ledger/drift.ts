import { type FieldName, type Fields, type FieldValue, fieldEntries, isStatus } from '../../order.ts'
import type { Winner } from '../../settings/verify.ts'
import { type Line, notByItself, type Parked, type Wanted } from './line.ts'
import { isSetByUs, shows } from './values.ts'

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
    if (acknowledged === undefined || acknowledged === '' || (shown[name] ?? '') !== '') continue
    // what the exports have taken back is not set again
    const wins = rules.winnerOf(name) === 'erp' && after.wanted?.[name] === undefined
    after = wins ? wantAgain(knowing(after, name, ''), name, acknowledged) : knowing(after, name, '')
    const { order_number } = line
    drifted.push({ order_number, field: name, acknowledged, shown: '', winner: wins ? 'erp' : 'shop' })
  }
  return { line: after, drifted }
}

/** What the shop was believed to show, and a status needs: it goes out together with that status, for the same reason. */
function wantAgain(line: Line, name: FieldName, value: FieldValue): Line {
  const status = fieldEntries(line.wanted).find(([field]) => isStatus(field))?.[1]
  if (status === undefined) return line
  const { since, cause } = status
  return { ...line, wanted: { ...line.wanted, [name]: { value, since, cause } } }
}

interface OneField {
  readonly name: FieldName
  readonly shown: FieldValue
}

function lookAt(line: Line, { name, shown }: OneField, rules: DriftRules): Looked {
  const wanted = line.wanted?.[name]
  // an order always has a status: an answer without one does not say it
  if (wanted === undefined || (isStatus(name) && shown === '')) return { line, drifted: [] }
  if (shows(shown, wanted.value)) return { line: settled(line, name, wanted.value), drifted: [] }
  const acknowledged = line.acknowledged[name]
  if (acknowledged !== undefined && shows(shown, acknowledged)) return { line, drifted: [] }
  // an order that the shop did not have had no status
  if (acknowledged === undefined || (isStatus(name) && acknowledged === ''))
    return { line: knowing(line, name, shown), drifted: [] }
  const stays = isStatus(name) && rules.stays(shown, wanted.value)
  // what is taken back must be what a run has set, and nobody else since
  const winner: Winner | 'rule' | 'undo' = wanted.undo !== undefined ? 'undo' : stays ? 'rule' : rules.winnerOf(name)
  const { order_number } = line
  const drifted: Drifted[] = [{ order_number, field: name, acknowledged, shown, wanted: wanted.value, winner }]
  const known = knowing(line, name, shown)
  if (winner === 'rule') return { line: known, drifted }
  if (winner === 'undo') return { line: without(known, name), drifted }
  if (winner === 'erp') return { line: wanted.value === '' ? notOurs(known, name) : known, drifted }
  const message = `it shows ${JSON.stringify(shown)} instead of ${JSON.stringify(acknowledged)}`
  return { line: leftAlone(known, { name, wanted, kind: winner === 'shop' ? 'shop' : 'edited' }, message), drifted }
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

/** What somebody else has set is not this sync's to clear. */
function notOurs(line: Line, name: FieldName): Line {
  if (!isSetByUs(line.setByUs, name)) return line
  const { setByUs = [], ...rest } = line
  const others = setByUs.filter((one) => one !== name && !one.startsWith(`${name}[`))
  return others.length === 0 ? rest : { ...rest, setByUs: others }
}

interface LeftAlone {
  readonly name: FieldName
  readonly wanted: Wanted
  readonly kind: Parked['kind']
}

/** The wish stays where it is until the export says something else, or a person decides. */
function leftAlone(line: Line, { name, wanted, kind }: LeftAlone, message: string): Line {
  const attempts = (wanted.parked?.attempts ?? 0) + 1
  const parked: Parked = { kind, messages: [message], attempts, nextTry: notByItself }
  const { decided: _, ...rest } = wanted
  return { ...line, wanted: { ...line.wanted, [name]: { ...rest, parked } } }
}

/** The fields of an order that the shop shows otherwise than it had acknowledged them, whether or not anything is wanted. */
export const driftOf = ({ order_number, acknowledged, unconfirmed, wanted }: Line, shown: Fields): Drifted[] =>
  fieldEntries(acknowledged).flatMap(([field, value]) => {
    const now = shown[field] ?? ''
    const isUnclear = unconfirmed !== undefined && field in unconfirmed.fields
    if (value === undefined || isUnclear || shows(now, value) || (isStatus(field) && now === '')) return []
    const wish = wanted?.[field]?.value
    return [{ order_number, field, acknowledged: value, shown: now, ...(wish === undefined ? {} : { wanted: wish }) }]
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
    return wanted !== undefined && shown !== undefined && shows(value, wanted.value)
      ? settled(after, name, wanted.value)
      : knowing(after, name, value)
  }, line)
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
