import type { FeedPreset } from './with-preset.ts'

/** Received orders of Money S3. The shop's number is `PrimDoklad`; `IN_ObjCis` loses letters and zeros. */
export const moneyS3Orders: FeedPreset = {
  format: { type: 'xml', records: 'MoneyData/SeznamObjPrij/ObjPrij' },
  fields: {
    order_number: 'PrimDoklad',
    // 0 received, 1 in progress, 2 partly, 3 finished, 4 cannot be fulfilled
    status: { from: 'eshop/IN_Stav', map: {}, otherwise: 'keep' },
    resolved_yn: [{ when: { Vyrizeno: { present: true } }, then: true }],
  },
}

const noCreditNote = [{ absent: true }, '0', 'false'] as const
const ordinary = [{ absent: true }, 'N'] as const

/** Issued invoices of Money S3: when they were paid. Not credit notes (`Dobropis` 1), nor advance invoices (`Druh` L). */
export const moneyS3Invoices: FeedPreset = {
  format: { type: 'xml', records: 'MoneyData/SeznamFaktVyd/FaktVyd' },
  duplicates: 'every',
  fields: {
    order_number: 'PrimDoklad',
    paid_date: ordinary.flatMap((Druh) =>
      noCreditNote.map((Dobropis) => ({
        when: { Druh, Dobropis, Uhrazeno: { present: true } },
        then: { from: 'Uhrazeno' },
      })),
    ),
  },
}

/** Received orders of Money S5. Codes stand as text, their names in the attribute `EnumValueName`. */
export const moneyS5Orders: FeedPreset = {
  format: { type: 'xml', records: 'S5Data/ObjednavkaPrijataList/ObjednavkaPrijata' },
  fields: {
    order_number: 'Odkaz',
    status: { from: 'Stav/@EnumValueName', map: {}, otherwise: 'keep' },
  },
}

/** Issued invoices of Money S5: when they were paid. The years 1753 and 9998 mean that they were not. */
export const moneyS5Invoices: FeedPreset = {
  format: { type: 'xml', records: 'S5Data/FakturaVydanaList/FakturaVydana' },
  duplicates: 'every',
  fields: { order_number: 'OdkazNaDoklad', paid_date: 'DatumUhrady' },
}
