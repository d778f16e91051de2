import { describe, expect, it } from 'vitest'
import { shopAddress, shopName } from '../../lib/init/address.ts'

describe("the address of a shop's administration", () => {
  it.each([
    ['https://acme.admin.s7.upgates.com', { project: 'acme', server: 's7' }],
    ['https://acme.admin.s7.upgates.com/', { project: 'acme', server: 's7' }],
    ['https://acme.admin.s7.upgates.com/manager/orders/?page=2#top', { project: 'acme', server: 's7' }],
    [' acme.admin.s7.upgates.com ', { project: 'acme', server: 's7' }],
    ['HTTPS://Acme.Admin.S7.Upgates.com/x', { project: 'acme', server: 's7' }],
    ['http://127.0.0.1:8787', { url: 'http://127.0.0.1:8787' }],
    ['http://localhost:8787/', { url: 'http://localhost:8787' }],
  ])('is understood as the browser shows it: %s', (text, expected) => {
    expect(shopAddress(text)).toEqual(expected)
  })

  it.each([
    '',
    'acme',
    'https://acme.cz',
    'https://www.acme.cz/admin.s7.upgates.com',
    'https://acme.admin.s7.upgates.com.evil.example',
    'http://192.168.1.5:8787',
    'acme.upgates.com',
  ])('is not taken where it is another one: %s', (text) => {
    expect(shopAddress(text)).toBeUndefined()
  })

  it.each([
    [{ project: 'acme', server: 's7' }, 'acme'],
    [{ project: '24-hours-shop', server: 's7' }, 'hours-shop'],
    [{ project: '123', server: 's7' }, 'my-shop'],
    [{ project: 'a-very-long-name-of-a-shop-that-goes-on', server: 's1' }, 'a-very-long-name-of-a-shop-that'],
    [{ url: 'http://127.0.0.1:1' }, 'my-shop'],
  ])('names the shop in letters that a name may have: %j', (address, name) => {
    expect(shopName(address)).toBe(name)
  })
})
