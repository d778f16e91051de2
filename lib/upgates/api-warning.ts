import type { Settings } from '../settings/settings.ts'

/** What whoever plans, runs, checks or deploys on the old API should be told; `undefined` on the API in service. */
export const apiWarning = ({ upgates }: Pick<Settings, 'upgates'>): string | undefined =>
  upgates.api === 'state-update'
    ? 'The order-status API "state-update" is no longer supported by Upgates: by its own page it worked until 31 March 2019. The key travels in every request, and what became of a request without an answer cannot be asked. Use the API in service: "api": "v2".'
    : undefined
