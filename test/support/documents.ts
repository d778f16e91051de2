/** A document by its paths, as `invoiceHeader/liquidation/date` or `Storno/@EnumValueName`. */
export type Document = Readonly<Record<string, string>>

interface Node {
  text: string
  readonly attributes: Map<string, string>
  readonly children: Map<string, Node>
}

const newNode = (): Node => ({ text: '', attributes: new Map(), children: new Map() })

function treeOf(document: Document): Node {
  const root = newNode()
  for (const [path, value] of Object.entries(document)) {
    let node = root
    for (const step of path.split('/')) {
      if (step.startsWith('@')) node.attributes.set(step.slice(1), value)
      else {
        const child = node.children.get(step) ?? newNode()
        node.children.set(step, child)
        node = child
      }
    }
    if (!path.includes('@')) node.text = value
  }
  return root
}

const elementOf = (name: string, { text, attributes, children }: Node): string => {
  const inner = [...children].map(([child, node]) => elementOf(child, node)).join('')
  const told = [...attributes].map(([attribute, value]) => ` ${attribute}="${value}"`).join('')
  return `<${name}${told}>${text}${inner}</${name}>`
}

/** An XML export with these documents at a path. */
export function xmlOf(records: string, documents: readonly Document[]): string {
  const steps = records.split('/')
  const name = steps.pop() ?? ''
  const inner = documents.map((document) => elementOf(name, treeOf(document))).join('\n')
  return steps.reduceRight((content, step) => `<${step}>${content}</${step}>`, inner)
}

const jsonValue = ({ text, children }: Node): unknown =>
  children.size === 0 ? text : Object.fromEntries([...children].map(([name, node]) => [name, jsonValue(node)]))

/** A JSON export with these documents at a path. */
export const jsonOf = (records: string, documents: readonly Document[]): string =>
  JSON.stringify(
    records.split('/').reduceRight<unknown>(
      (content, step) => ({ [step]: content }),
      documents.map((document) => jsonValue(treeOf(document))),
    ),
  )
