import type { Batch, Outcome, Shop, ShopRequest, ShopResponse } from './shop.ts'
import { readAnswer } from './state-update/answer.ts'
import { readUpdateAnswer } from './v2/answer.ts'

/**
 * Reads an archived answer as the API does that was asked, told by the method of its update: the settings may name the
 * other API by now.
 */
export function interpretAsked(
  { method }: Pick<ShopRequest, 'method'>,
  shop: Pick<Shop, 'api' | 'interpret'>,
): (batch: Batch, response: ShopResponse) => readonly Outcome[] {
  const asked = method === 'PUT' ? 'v2' : 'state-update'
  if (asked === shop.api) return shop.interpret
  return asked === 'v2' ? readUpdateAnswer : readAnswer
}
