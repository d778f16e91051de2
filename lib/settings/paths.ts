import { OrderSyncError } from '../errors.ts'

/** One step of a path below a record: an element, maybe chosen by a sibling of the next step, or an attribute. */
export interface Step {
  readonly name: string
  readonly isAttribute: boolean
  readonly selector?: { readonly name: string; readonly isAttribute: boolean; readonly value: string }
}

/** How paths look, for messages. */
export const pathForms = 'orderHeader/numberOrder, @attribute, or list/item[name=Value]/textValue'

const stepPattern = /^(@?)([^/[\]@]+)(?:\[(@?)([^/[\]@=]+)=([^\]]*)\])?$/

/**
 * Reads a path below a record: local names separated by `/`, `@name` for an attribute, and `name[child=value]` for the
 * element of a list whose child (or `@attribute`) has a value, as `parameters/parameter[name=VPrZasilka]/textValue`.
 * @throws OrderSyncError (usage) where it is not a path
 */
export function parsePath(path: string): Step[] {
  const texts = path.split(/\/(?![^[]*\])/)
  return texts.map((text, index) => {
    const step = readStep(text, index === texts.length - 1)
    if (step !== undefined) return step
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use the path',
      subject: `"${path}"`,
      ended: `"${text}" is not a step of a path`,
      hint: `Paths look like ${pathForms}.`,
    })
  })
}

/** Whether a text is a path of XML. */
export const isPath = (path: string): boolean => {
  const texts = path.split(/\/(?![^[]*\])/)
  return texts.every((text, index) => readStep(text, index === texts.length - 1) !== undefined)
}

function readStep(text: string, isLast: boolean): Step | undefined {
  const [, at, name, selectorAt, selector, value] = stepPattern.exec(text) ?? []
  if (name === undefined || (at === '@' && (!isLast || selector !== undefined))) return undefined
  return {
    name,
    isAttribute: at === '@',
    ...(selector === undefined || value === undefined
      ? {}
      : { selector: { name: selector, isAttribute: selectorAt === '@', value: value.trim() } }),
  }
}
