import { OrderSyncError } from '../../errors.ts'

/** One step of a path below a record: an element, maybe chosen by a sibling of the next step, or an attribute. */
interface Step {
  readonly name: string
  readonly isAttribute: boolean
  readonly selector?: { readonly name: string; readonly isAttribute: boolean; readonly value: string }
}

/** What is wanted of an element: its text, its attributes, its children. Built once per feed, walked for every record. */
export interface PathNode {
  readonly children: Map<string, PathNode>
  /** places of the record's values that take this element's text */
  readonly texts: number[]
  readonly attributes: Map<string, number[]>
  /** wanted only where a child or attribute has a certain value */
  readonly selections: Selection[]
  /** this element's text decides about a selection */
  decides?: string
  readonly attributeDecides: Map<string, string>
}

/** A part of the tree that counts only where `node` says so. */
export interface Selection {
  readonly node: PathNode
}

const newNode = (): PathNode => ({
  children: new Map(),
  texts: [],
  attributes: new Map(),
  selections: [],
  attributeDecides: new Map(),
})

const stepPattern = /^(@?)([^/[\]@]+)(?:\[(@?)([^/[\]@=]+)=([^\]]*)\])?$/

/**
 * Reads a path below a record: local names separated by `/`, `@name` for an attribute, and `name[child=value]` for the
 * element of a list whose child (or `@attribute`) has a value, as `parameters/parameter[name=VPrZasilka]/textValue`.
 * @throws OrderSyncError (usage) where it is none
 */
export function parsePath(path: string): Step[] {
  const steps = path.split(/\/(?![^[]*\])/)
  return steps.map((text, index) => {
    const [, at, name, selectorAt, selector, value] = stepPattern.exec(text) ?? []
    const isLast = index === steps.length - 1
    if (name === undefined || (at === '@' && (!isLast || selector !== undefined)))
      throw new OrderSyncError({
        kind: 'usage',
        attempted: 'use the path',
        subject: `"${path}"`,
        ended: `"${text}" is no step of it`,
        hint: 'Paths look like orderHeader/numberOrder, @attribute, or list/item[name=Value]/textValue.',
      })
    return {
      name,
      isAttribute: at === '@',
      ...(selector === undefined || value === undefined
        ? {}
        : { selector: { name: selector, isAttribute: selectorAt === '@', value: value.trim() } }),
    }
  })
}

/** Puts all wanted paths into one tree; the n-th path fills the n-th value of a record. */
export function compilePaths(paths: readonly string[]): PathNode {
  const root = newNode()
  for (const [slot, path] of paths.entries()) addPath(root, parsePath(path), slot)
  return root
}

function addPath(root: PathNode, steps: readonly Step[], slot: number): void {
  let node = root
  for (const [index, step] of steps.entries()) {
    if (step.isAttribute) return void listIn(node.attributes, step.name).push(slot)
    node = childOf(node, step.name)
    if (step.selector !== undefined) node = selectionOf(node, step.selector)
    if (index === steps.length - 1) node.texts.push(slot)
  }
}

function childOf(node: PathNode, name: string): PathNode {
  const child = node.children.get(name) ?? newNode()
  node.children.set(name, child)
  return child
}

function selectionOf(node: PathNode, { name, isAttribute, value }: NonNullable<Step['selector']>): PathNode {
  const selected = newNode()
  if (isAttribute) selected.attributeDecides.set(name, value)
  else childOf(selected, name).decides = value
  node.selections.push({ node: selected })
  return selected
}

function listIn(lists: Map<string, number[]>, name: string): number[] {
  const list = lists.get(name) ?? []
  lists.set(name, list)
  return list
}
