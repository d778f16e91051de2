import { startConsole } from '../../lib/console/server.ts'
import type { ConsoleShop } from '../../lib/console/shop.ts'
import { runPage } from '../../lib/page/run-page.ts'
import type { Language } from '../../lib/text/language.ts'
import { createWorld, noLimits, settingsOf, type World } from './world.ts'

/** A console that listens, with what a browser would do. */
export interface OpenConsole {
  readonly address: string
  readonly port: number
  /** a view's status and text */
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>
  /** sends a form from a view of the console */
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

export async function openConsole(shops: readonly ConsoleShop[], language: Language = 'en'): Promise<OpenConsole> {
  const { address, close } = await startConsole({ shops, language, port: 0 })
  const { port, origin } = new URL(address)
  return {
    address,
    port: Number(port),
    async get(path, headers = {}) {
      const response = await fetch(address + path, { headers })
      return { status: response.status, text: await response.text() }
    },
    post: (path, form, headers = {}) =>
      fetch(address + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, ...headers },
        body: new URLSearchParams(form),
      }),
    close,
  }
}

/** A world whose guard holds every plan of more than one order: O1 and O2 wait for a person. */
export async function heldWorld(more: object = {}): Promise<World & { readonly shopOf: ConsoleShop }> {
  const settings = settingsOf({ upgates: { notify: ['sent'] }, guard: { ...noLimits, orders: 1 }, ...more })
  const world = createWorld({ settings, orders: ['O1', 'O2', 'O3'].map((order_number) => ({ order_number })) })
  world.drop(['O1', 'O2', 'O3'].map((order) => [order, 'new']))
  await world.run({ page: runPage })
  world.drop([
    ['O1', 'sent'],
    ['O2', 'sent'],
    ['O3', 'new'],
  ])
  await world.run({ page: runPage })
  return { ...world, shopOf: { settings, effects: world.effects } }
}

/** A world where the shop has refused O9, and has taken O1. */
export async function refusedWorld(): Promise<World & { readonly shopOf: ConsoleShop }> {
  const settings = settingsOf({ guard: noLimits })
  const world = createWorld({ settings, orders: [{ order_number: 'O1' }] })
  world.drop([['O1', 'new']])
  await world.run({ page: runPage })
  world.drop([
    ['O1', 'sent'],
    ['O9', 'sent'],
  ])
  await world.run({ page: runPage })
  return { ...world, shopOf: { settings, effects: world.effects } }
}

/** A world where somebody has cancelled O1 in the shop, which the export says is sent. */
export async function editedWorld(): Promise<World & { readonly shopOf: ConsoleShop }> {
  const settings = settingsOf({ verify: 'status', guard: noLimits, upgates: { notify: true } })
  const world = createWorld({ settings, orders: ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })) })
  world.drop([
    ['O1', 'new'],
    ['O2', 'new'],
  ])
  await world.run()
  world.shop.administer('POST', 'O1', { status: 'cancelled' })
  world.drop([
    ['O1', 'sent'],
    ['O2', 'new'],
  ])
  await world.run()
  return { ...world, shopOf: { settings, effects: world.effects, whoAmI: async () => 'anna' } }
}
