import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { check } from '../sync/check.ts'
import { missingExports } from '../sync/import/problems.ts'
import type { Problem } from '../sync/problems.ts'

/**
 * Before the first run: where exports are looked for, and files that lie where no feed looks. After it: what time has
 * brought about, as late exports. One GET, one LIST.
 */
export async function missingNow(settings: Settings, effects: Pick<Effects, 'store' | 'clock'>): Promise<Problem[]> {
  const { stored, listing, selections, late } = await check(settings, effects)
  return stored === undefined || stored.head.run === '' ? missingExports(listing, selections) : [...late]
}
