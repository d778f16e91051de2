const firstNames = ['Jana', 'Petr', 'Eva', 'Tomáš', 'Lucie', 'Martin', 'Hana', 'Karel']
const lastNames = ['Nováková', 'Svoboda', 'Dvořáková', 'Černý', 'Procházková', 'Kučera', 'Veselá', 'Horák']
const streets = ['Dlouhá', 'Krátká', 'Nádražní', 'Školní', 'Lipová']
const cities = ['Brno', 'Plzeň', 'Olomouc', 'Liberec', 'Zlín']

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? ''

/** The invented customer of an order, the same for the same number: `GET /orders` shows the whole of one. */
export function customerOf(order_number: string): object {
  const at = [...order_number].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973, 7)
  const [first, last] = [pick(firstNames, at), pick(lastNames, at >> 3)]
  const address = {
    street: `${pick(streets, at)} ${(at % 90) + 1}`,
    city: pick(cities, at >> 2),
    postcode: `6${1000 + at}`,
  }
  return {
    customer: {
      customer_id: at,
      email: `customer-${at}@example.com`,
      phone: `+420 777 ${String(at).padStart(6, '0')}`,
      firstname_invoice: first,
      surname_invoice: last,
      street_invoice: address.street,
      city_invoice: address.city,
      postcode_invoice: address.postcode,
      customer_note: `Please call ${first} before delivery`,
    },
    products: [{ product_id: at, title: `Goods of ${last}`, quantity: 1 + (at % 3), price_with_vat: at }],
    shipment: { name: 'Parcel service', address },
    order_total: at,
  }
}
