import type { Settings } from './settings.ts'

/** What the owner should know of settings that are right as such, a sentence each. */
export function settingsWarnings({ upgates }: Pick<Settings, 'upgates'>): string[] {
  if (upgates.api !== 'state-update') return []
  return [
    'The order-status API "state-update" has been replaced by v2 since 31 March 2019. Its key travels in every request, an unknown outcome can only be sent again, and Upgates may switch it off: prefer "api": "v2".',
  ]
}
