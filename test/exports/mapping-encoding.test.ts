import { describe, expect, it } from 'vitest'
import { csvFeed, readAll, sourceOf } from '../support/exports.ts'

const letters = [...'ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýžĹľĽôä']
const words = [
  'Vyřízená',
  'Odesláno',
  'Příliš žluťoučký kůň',
  'Čeká na díl',
  'ŘÍZEK',
  'Nová – „spěchá“',
  'Zaplaceno 100 €',
]
const decoders = ['windows-1250', 'windows-1252'] as const

const feed = csvFeed({ internal_note: 'note', status: 'status' })
const readNote = async (text: string) => {
  const { records } = await readAll(feed, sourceOf(`order_number;note;status\nO1;"${text}";\nO2;ž;`))
  const [first] = records
  return first?.valid ? first.fields.internal_note : first?.reason
}

describe('a text whose UTF-8 was read as another encoding', () => {
  it.each(decoders)('%s makes its record invalid', async (decoder) => {
    for (const word of words) {
      const ruined = new TextDecoder(decoder).decode(Buffer.from(word))
      expect([ruined, await readNote(ruined)]).toEqual([ruined, expect.stringContaining('in the wrong encoding')])
    }
  })

  it('is known by every letter within a word but Ó, which closes a Romanian quotation', async () => {
    const unknown = await Promise.all(
      letters.map(async (letter) => {
        const ruined = new TextDecoder('windows-1250').decode(Buffer.from(`a${letter}b`))
        return (await readNote(ruined)) === ruined ? letter : ''
      }),
    )
    expect(unknown.join('')).toBe('Ó')
  })

  it.each([
    'PÄŤ KUSOV',
    'DEVÄŤ',
    'DĹŽKA',
    'STĹP',
    'KĹZAŤ',
    'CĂŞTIG',
    'Ärger',
    'KÄSE',
    'SÃO PAULO',
    'Ångström',
    'Â',
    'POČÍTAČ',
    'BLÍŽE',
    'KŘÍŽ',
  ])('%s is a text like any other', async (text) => {
    expect(await readNote(text)).toBe(text)
  })

  it('means what a map says that it means', async () => {
    const mapped = csvFeed({ status: { from: 'status', map: { 'VyĹ™Ă\u00adzena': 'Vyřízená' } } })
    const { records } = await readAll(mapped, sourceOf('order_number;status\nO1;VyĹ™Ă\u00adzena\n'))
    expect(records).toMatchObject([{ valid: true, fields: { status: 'Vyřízená' } }])
  })
})
