import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { csvFeed, feedOf, readAll, sourceOf } from '../support/exports.ts'

describe('an XML export whose letters have a byte each', () => {
  const used = feedOf({ format: { type: 'xml', records: 'a/b' }, fields: { order_number: 'n', internal_note: 't' } })
  const text = 'Žluťoučký šátek, Řídká'
  const read = async (declared: string, page: string) => {
    const content = `<?xml version="1.0" encoding="${declared}"?>\n<a><b><n>O1</n><t>${text}</t></b></a>`
    const { records, summary } = await readAll(used, sourceOf(iconv.encode(content, page), 7))
    const [first] = records
    return [summary.encoding, first?.valid ? first.fields.internal_note : first?.reason]
  }

  it.each([
    ['ISO-8859-2', 'iso88592', 'iso-8859-2'],
    ['iso8859-2', 'iso88592', 'iso-8859-2'],
    ['latin2', 'iso88592', 'iso-8859-2'],
    ['IBM852', 'cp852', 'cp852'],
    ['cp852', 'cp852', 'cp852'],
    ['x-mac-ce', 'maccenteuro', 'macce'],
    ['windows-1250', 'win1250', 'windows-1250'],
    // they lie
    ['ISO-8859-2', 'win1250', 'windows-1250'],
    ['utf-8', 'win1250', 'windows-1250'],
    ['ISO-8859-1', 'win1250', 'windows-1250'],
    ['ISO-8859-2', 'utf8', 'utf-8'],
  ])('that says %s and is %s is read as %s', async (declared, page, encoding) => {
    expect(await read(declared, page)).toEqual([encoding, text])
  })
})

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

  it.each(['iso88592', 'cp852', 'maccenteuro'])(
    '%s makes its record invalid, where its signs give it away',
    async (page) => {
      const told = await Promise.all(
        ['Příliš žluťoučký kůň', 'Žluťoučká žabka', 'Dvě židle'].map(async (word) => {
          const ruined = iconv.decode(iconv.encode(word, page), 'win1250')
          const said = await readNote(ruined)
          return said === ruined ? said : String(said).includes('in the wrong encoding')
        }),
      )
      // "Dvě židle" of ISO 8859-2 is a text with Slovak letters, that of Mac one with Czech letters
      expect(told).toEqual([true, true, page === 'cp852' ? true : expect.any(String)])
    },
  )

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
    'Kráľ, Poľná 5',
    'Wąsowski, Řídká 3',
    'książka ósma',
    '«mot» a »slovo«',
    'Acme® a © 2026',
    '§ 5, §5a',
    'ŘEDITEL ŘÍZEK',
    'pátek‚ sobota',
    'hm… ano',
  ])('%s is a text like any other', async (text) => {
    expect(await readNote(text)).toBe(text)
  })

  it('means what a map says that it means', async () => {
    const mapped = csvFeed({ status: { from: 'status', map: { 'VyĹ™Ă\u00adzena': 'Vyřízená' } } })
    const { records } = await readAll(mapped, sourceOf('order_number;status\nO1;VyĹ™Ă\u00adzena\n'))
    expect(records).toMatchObject([{ valid: true, fields: { status: 'Vyřízená' } }])
  })
})
