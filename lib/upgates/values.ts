import * as z from 'zod/mini'

/** A number of an order; a shop may write one as a JSON number. */
export const orderNumber = z.pipe(z.union([z.string(), z.number()]), z.transform(String))

/** Yes or no in any way that PHP may write it. */
export const flag = z.pipe(
  z.union([z.boolean(), z.literal([0, 1]), z.literal(['0', '1', 'true', 'false'])]),
  z.transform((value) => ['1', 'true', 1, true].includes(value)),
)
