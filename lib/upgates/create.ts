import { apiBase, type Settings } from '../settings/settings.ts'
import { createHttp } from './http.ts'
import type { Shop } from './shop.ts'
import { createStateUpdateShop } from './state-update/shop.ts'
import type { TransportEffects } from './transport.ts'
import { createV2Shop } from './v2/shop.ts'

/** The shop of the settings, on the API that they name. */
export function createShop(settings: Pick<Settings, 'upgates'>, effects: TransportEffects): Shop {
  const { api, login, timeoutSeconds } = settings.upgates
  const timeoutMs = timeoutSeconds * 1000
  if (api === 'v2') return createV2Shop({ baseUrl: apiBase(settings), login: login ?? '', timeoutMs }, effects)
  return createStateUpdateShop({ url: apiBase(settings), timeoutMs }, effects)
}

/** The same over the network. */
export const openShop = (settings: Pick<Settings, 'upgates'>, effects: Omit<TransportEffects, 'http'>): Shop =>
  createShop(settings, { ...effects, http: createHttp() })
