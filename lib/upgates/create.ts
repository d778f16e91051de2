import { apiBase, ownedFields, type Settings } from '../settings/settings.ts'
import { createHttp } from './http.ts'
import type { Shop } from './shop.ts'
import { createStateUpdateShop } from './state-update/api.ts'
import type { TransportEffects } from './transport.ts'
import { createV2Shop } from './v2/api.ts'

type ShopSettings = Pick<Settings, 'upgates' | 'feeds'> & Partial<Pick<Settings, 'timeZone'>>

/** The shop of the settings, on the API that they name. */
export function createShop(settings: ShopSettings, effects: TransportEffects): Shop {
  const { api, login, timeoutSeconds, invoice } = settings.upgates
  const timeoutMs = timeoutSeconds * 1000
  if (api === 'state-update') return createStateUpdateShop({ url: apiBase(settings), timeoutMs }, effects)
  const owned = Object.values(settings.feeds).flatMap(ownedFields)
  const options = { baseUrl: apiBase(settings), login: login ?? '', timeoutMs, owned, timeZone: settings.timeZone }
  return createV2Shop(invoice === false ? { ...options, invoice } : options, effects)
}

/** The same over the network. */
export const openShop = (settings: ShopSettings, effects: Omit<TransportEffects, 'http'>): Shop =>
  createShop(settings, { ...effects, http: createHttp() })
