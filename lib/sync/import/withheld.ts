import { type FieldName, type Fields, type FieldValue, fieldEntries } from '../../order.ts'

/** A value that one record of an order gives and another does not, so that it is left alone (`"duplicates": "every"`). */
export interface Withheld {
  readonly order_number: string
  readonly field: FieldName
  readonly value: FieldValue
  /** number of the record that gives it */
  readonly record: number
  /** where people find the record that withholds it */
  readonly by: string
}

interface Given {
  readonly record: number
  readonly fields: Fields
}

/** Which fields of which orders are left alone, because not every record gives them. */
export interface Withholding {
  /** Takes note of what a record of an order gives. */
  add(order_number: string, fields: Fields, place: string): void
  /** The values of these orders that are withheld. */
  of(orders: ReadonlyMap<string, Given>): Withheld[]
  /** These orders without the fields that are withheld. */
  without<T extends Given>(orders: ReadonlyMap<string, T>): ReadonlyMap<string, T>
}

/** @param owned the fields that every record of an order has to give */
export function createWithholding(owned: ReadonlySet<FieldName>): Withholding {
  const places = new Map([...owned].map((name) => [name, new Map<string, string>()]))
  /** records that would clear a field, where no other one gives it */
  const blanks = new Map([...owned].map((name) => [name, new Map<string, string>()]))
  const isIdle = (): boolean => [...places.values(), ...blanks.values()].every((orders) => orders.size === 0)
  const withheldBy = (order_number: string, name: FieldName, value: FieldValue): string | undefined =>
    places.get(name)?.get(order_number) ?? (value === '' ? undefined : blanks.get(name)?.get(order_number))
  return {
    add(order_number, fields, place) {
      for (const [name, orders] of places) {
        const without = name in fields ? (fields[name] === '' ? blanks.get(name) : undefined) : orders
        if (without?.has(order_number) === false) without.set(order_number, place)
      }
    },
    of(orders) {
      if (isIdle()) return []
      return [...orders].flatMap(([order_number, { record, fields }]) =>
        fieldEntries(fields).flatMap(([field, value]) => {
          const by = withheldBy(order_number, field, value)
          return by === undefined || value === undefined ? [] : [{ order_number, field, value, record, by }]
        }),
      )
    },
    without(orders) {
      if (isIdle()) return orders
      return new Map(
        [...orders].map(([order_number, entry]) => {
          const given = fieldEntries(entry.fields).filter(
            ([name, value]) => withheldBy(order_number, name, value) === undefined,
          )
          return [order_number, { ...entry, fields: Object.fromEntries(given) }]
        }),
      )
    },
  }
}
