import { readdir } from 'node:fs/promises'

/** Ends of names that an ERP's export may have. */
const exportName = /\.(csv|txt|tsv|xml|json|ndjson|jsonl|xlsx|zip|gz)$/i
const ours = /^(package(-lock)?|tsconfig.*|order-sync.*|cdk.*)\.json$/i
const most = 30

/** Files of a folder that may be exports, by name; empty where the folder cannot be read. */
export async function exportsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && exportName.test(entry.name) && !ours.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .slice(0, most)
}
