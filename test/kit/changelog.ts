const unreleased = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m

const parts = (version: string): number[] | undefined =>
  /^\d+\.\d+\.\d+$/.test(version) ? version.split('.').map(Number) : undefined

const isNewer = (version: readonly number[], than: readonly number[]): boolean => {
  const at = version.findIndex((number, index) => number !== than[index])
  return at !== -1 && (version[at] ?? 0) > (than[at] ?? 0)
}

/** Why this version cannot be made of this changelog, or nothing. */
export function trouble(version: string, current: string, changelog: string): string | undefined {
  const [wanted, now] = [parts(version), parts(current)]
  if (wanted === undefined) return 'Name the version, as in: npm run release -- 0.2.0'
  if (now !== undefined && !isNewer(wanted, now)) return `${version} is not newer than ${current}.`
  const [, entries] = unreleased.exec(changelog) ?? []
  if (entries === undefined) return 'CHANGELOG.md has no part "## Unreleased".'
  return entries.trim() === '' ? 'CHANGELOG.md says nothing under "## Unreleased".' : undefined
}

/** The changelog in which what was unreleased is this version, and nothing is unreleased. */
export const releasedChangelog = (changelog: string, version: string, date: string): string =>
  changelog.replace('## Unreleased\n', () => `## Unreleased\n\n## ${version} (${date})\n`)
