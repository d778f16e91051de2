import * as z from 'zod'

export const verifySchema = z
  .enum(['all', 'status', 'notifying', 'never'])
  .optional()
  .describe(
    'Which orders are read in the shop right before they are changed, a request for 100: "all", those whose "status" changes (default), those whose change mails the customer ("notifying"), or "never". Those that change in a field about which "drift" lets the shop win, or tells a person, are read as well, but with "never". v2 only.',
  )

export const driftSchema = z
  .record(z.string().min(1), z.enum(['shop', 'erp', 'report']))
  .default({})
  .describe(
    'Per field, what becomes of a change where the shop turns out to show another value than it had acknowledged: "erp" changes it all the same, "shop" leaves it alone, "report" leaves it alone and tells a person. Default: "report" for the status, "erp" for the rest. v2 only.',
  )
