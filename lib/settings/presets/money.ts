import { absent, combinations, no, nothingLeft, nothingToPay, present, type When, yes } from './combinations.ts'
import type { FeedPreset } from './with-preset.ts'

const state = 'eshop/IN_Stav'
const confirmedCancellation = 'eshop/IN_YesStor'

/** 0 received, 1 in progress, 2 partly, 3 finished (sent), 4 cannot be fulfilled: where `IN_Export` is 6, the e-shop connector. */
export const moneyS3States = ['0', '1', '2', '3', '4']

/** Received orders of Money S3. The shop's number is `PrimDoklad`; `IN_ObjCis` loses letters and zeros. */
export const moneyS3Orders: FeedPreset = {
  format: { type: 'xml', records: 'MoneyData/SeznamObjPrij/ObjPrij', documentNumber: 'Doklad' },
  fields: {
    order_number: 'PrimDoklad',
    status: {
      rules: [
        ...combinations({ [confirmedCancellation]: yes }).map((when) => ({ when, then: 'cancelled' })),
        ...combinations({ 'eshop/IN_Export': [absent, '6'], [state]: [present] }).map((when) => ({
          when,
          then: { from: state },
        })),
      ],
      map: {},
      otherwise: 'keep',
    },
    resolved_yn: [{ when: { Vyrizeno: present }, then: true }],
  },
}

/**
 * Issued invoices of Money S3: when they were paid. `CObjednavk` is the order's number, `Proplatit` and `ValutyProp` are
 * what remains, in the home currency and in the document's. A negative sum is a credit note, flagged or not. Only `Druh` N is an ordinary invoice; Z and L are advances, P and F proformas, D the tax document of a payment.
 */
export const moneyS3Invoices: FeedPreset = {
  format: { type: 'xml', records: 'MoneyData/SeznamFaktVyd/FaktVyd', documentNumber: 'Doklad' },
  duplicates: 'every',
  skip: [
    ...combinations({ Druh: ['Z', 'L', 'P', 'F', 'D'] }),
    ...combinations({ Dobropis: yes }),
    ...combinations({ [confirmedCancellation]: yes }),
    { Celkem: { below: 0 } },
    ...combinations({ Proplatit: [{ equals: 0 }], ValutyProp: nothingToPay, Uhrazeno: [absent] }),
  ].map((when) => ({ when })),
  fields: {
    order_number: 'CObjednavk',
    paid_date: combinations({
      Druh: [absent, 'N'],
      Uhrazeno: [present],
      Proplatit: nothingLeft,
      ValutyProp: nothingLeft,
    }).map((when) => ({ when, then: { from: 'Uhrazeno' } })),
  },
}

/** How Money S5 writes that there is no date; Money's own least date. */
const noDate = ['1753-01-01T00:00:00', '1753-01-01'] as const
const cancelled: readonly When[] = [
  { 'Storno/@EnumValueName': 'Stornovany' },
  ...combinations({ Storno: ['Stornovany', ...yes] }),
]

/**
 * Received orders of Money S5. `Stav` is the state of the document (being written, finished, locked, deleted), not of
 * the order: an order is done when `PriznakVyrizeno` says so, or `DatumVyrizeni` where the export leaves that out.
 */
export const moneyS5Orders: FeedPreset = {
  format: { type: 'xml', records: 'S5Data/ObjednavkaPrijataList/ObjednavkaPrijata', documentNumber: 'CisloDokladu' },
  skip: [{ when: { 'Stav/@EnumValueName': 'Smazano' } }],
  fields: {
    order_number: 'Odkaz',
    status: {
      rules: [
        ...cancelled.map((when) => ({ when, then: 'Stornováno' })),
        ...combinations({ PriznakVyrizeno: yes }).map((when) => ({ when, then: 'Vyřízeno' })),
        ...combinations({ PriznakVyrizeno: no }).map((when) => ({ when, then: 'Nevyřízeno' })),
        ...combinations({ PriznakVyrizeno: [absent], DatumVyrizeni: noDate }).map((when) => ({
          when,
          then: 'Nevyřízeno',
        })),
        { when: { PriznakVyrizeno: absent, DatumVyrizeni: present }, then: 'Vyřízeno' },
      ],
      map: {},
      otherwise: 'keep',
    },
    resolved_yn: [
      { when: { PriznakVyrizeno: present }, then: { from: 'PriznakVyrizeno' } },
      ...combinations({ DatumVyrizeni: noDate }).map((when) => ({ when, then: false })),
      { when: { DatumVyrizeni: present }, then: true },
    ],
  },
}

/**
 * Issued invoices of Money S5: when they were paid. `UhradyZbyva` is what remains, in the home currency and in the
 * document's (`…CM`). A credit note has `ZapornyPohyb` or a negative sum; a cancelled and a cancelling document say so in `Storno`.
 * `PriznakVyrizeno` says nothing about payment.
 */
export const moneyS5Invoices: FeedPreset = {
  format: { type: 'xml', records: 'S5Data/FakturaVydanaList/FakturaVydana', documentNumber: 'CisloDokladu' },
  duplicates: 'every',
  skip: [
    ...combinations({ ZapornyPohyb: yes }),
    ...cancelled,
    { 'Storno/@EnumValueName': 'Stornujici' },
    ...combinations({ Storno: ['2', 'Stornujici'] }),
    { 'Stav/@EnumValueName': 'Smazano' },
    { SumaCelkem: { below: 0 } },
    ...combinations({ UhradyZbyva: [{ equals: 0 }], UhradyZbyvaCM: nothingToPay, DatumUhrady: [absent] }),
  ].map((when) => ({ when })),
  fields: {
    order_number: 'OdkazNaDoklad',
    paid_date: combinations({
      DatumUhrady: [present],
      UhradyZbyva: nothingLeft,
      UhradyZbyvaCM: nothingLeft,
    }).map((when) => ({ when, then: { from: 'DatumUhrady' } })),
  },
}
