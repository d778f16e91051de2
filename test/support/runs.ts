/** How often a property is tried: in `npm run test:fast` a quarter as often, with other values each time. */
export const runs = (usual: number): number => (process.env.ORDER_SYNC_TESTS === 'fast' ? Math.ceil(usual / 4) : usual)
