/** Where a shop answers, as the settings say it. */
export type ShopAddress =
  | { readonly project: string; readonly server: string }
  /** the simulated shop, or a test server */
  | { readonly url: string }

/** Reads the address of a shop's administration, as it stands in the browser; `undefined` where it is none. */
export function shopAddress(text: string): ShopAddress | undefined {
  const written = text.trim()
  const [, project, server] =
    /^(?:https?:\/\/)?([a-z0-9-]+)\.admin\.([a-z0-9-]+)\.upgates\.com(?:[/?#].*)?$/i.exec(written) ?? []
  if (project !== undefined && server !== undefined)
    return { project: project.toLowerCase(), server: server.toLowerCase() }
  return /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?$/.test(written)
    ? { url: written.replace(/\/$/, '') }
    : undefined
}

/** A short name for the shop: what its address says, in the letters that a name may have. */
export function shopName(address: ShopAddress): string {
  const name = 'project' in address ? address.project : 'my-shop'
  const fitting = name
    .replace(/^[^a-z]+/, '')
    .slice(0, 31)
    .replace(/-+$/, '')
  return fitting === '' ? 'my-shop' : fitting
}
