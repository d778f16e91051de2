import type { FeedPreset } from './with-preset.ts'

/** A CSV with the column names of Upgates' own exports, which already speaks the shop's words. */
export const upgatesCsv: FeedPreset = {
  format: { type: 'csv' },
  fields: {
    order_number: '[ORDER_NUMBER]',
    status: '[ORDER_STATUS]',
    paid_date: '[PAID_DATE]',
    tracking_code: '[TRACKING_NUMBER]',
    resolved_yn: '[RESOLVED_YN]',
  },
}
