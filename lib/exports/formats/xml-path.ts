import { parsePath, type Step } from '../../settings/paths.ts'

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
