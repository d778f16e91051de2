/** Every effect of a run by its name: a verb and what it is done to. Faults and recordings say these names. */
export const effectNames = [
  'GET state/head.json',
  'PUT state/head.json',
  'GET state/lease.json',
  'PUT state/lease.json',
  'GET state/snapshots/*',
  'PUT state/snapshots/*',
  'LIST state/',
  'DELETE state/snapshots/*',
  'GET state/holds/*',
  'PUT state/holds/*',
  'LIST state/holds/',
  'DELETE state/holds/*',
  'GET state/decisions/*',
  'LIST state/decisions/',
  'DELETE state/decisions/*',
  'LIST archive/',
  'GET archive/*',
  'PUT archive request',
  'PUT archive answer',
  'PUT archive fence',
  'PUT runs/*',
  'LIST exports/',
  'GET exports/*',
  'secret',
  'PUT orders',
  'GET orders',
] as const

/** Name of an effect. */
export type EffectName = (typeof effectNames)[number]

/** Something the list above does not know yet: a new effect of the engine has to be named before a fault can meet it. */
export class UnnamedEffect extends Error {
  constructor(name: string) {
    super(`the effect "${name}" is not in the list of names of the simulation`)
  }
}

const known = new Set<string>(effectNames)

function named(name: string): EffectName {
  if (!known.has(name)) throw new UnnamedEffect(name)
  return name as EffectName
}

const place = (key: string): string => {
  if (/^state\/[^/]+$/.test(key)) return key
  const folder = key.startsWith('state/') ? key.split('/').slice(0, 2).join('/') : (key.split('/')[0] ?? '')
  return `${folder}/*`
}

/** Name of a reading or deleting, or of a writing that is not one of the archive. */
export const nameOf = (verb: 'GET' | 'PUT' | 'DELETE', key: string): EffectName => named(`${verb} ${place(key)}`)

/** Name of a listing. */
export const nameOfList = (prefix: string): EffectName => named(`LIST ${place(`${prefix}x`).slice(0, -1)}`)

/** Name of a writing; in the archive it is a request, its answer, or the fence against a run that died. */
export function nameOfPut(key: string, body: string | Uint8Array, replaces: boolean): EffectName {
  if (!key.startsWith('archive/')) return nameOf('PUT', key)
  if (replaces) return 'PUT archive answer'
  return String(Buffer.from(body)).startsWith('{"fenced"') ? 'PUT archive fence' : 'PUT archive request'
}

/** Name of a request to the shop: everything that changes orders is `PUT orders`, whichever API it is. */
export const nameOfRequest = (method: string): EffectName => (method === 'GET' ? 'GET orders' : 'PUT orders')
