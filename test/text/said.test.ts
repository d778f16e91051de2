import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attempts } from '../../lib/text/en/attempts.ts'
import { errors } from '../../lib/text/en/said-errors.ts'
import { exports } from '../../lib/text/en/said-exports.ts'
import { run } from '../../lib/text/en/said-run.ts'
import { sayAllIn } from '../../lib/text/said-all.ts'

const [cs, sk] = await Promise.all([sayAllIn('cs'), sayAllIn('sk')])
const patterns = Object.entries({ ...run, ...exports, ...errors })
const languages = [
  ['cs', cs],
  ['sk', sk],
] as const

/** A sentence of a pattern, its places filled with what is in no other sentence; numbers where it counts. */
function sentenceOf(pattern: string): { readonly sentence: string; readonly values: readonly string[] } {
  const values: string[] = []
  const sentence = pattern
    .replaceAll(/\[([A-Za-z |]+)\]/g, (_, choice: string) => choice.split('|').at(-1) ?? '')
    .replaceAll(/\{([a-z]\w*)\}/g, () => {
      values.push(`${values.length + 41}`)
      return values.at(-1) ?? ''
    })
  return { sentence, values }
}

it('has a name of its own for each pattern', () => {
  const names = [run, exports, errors].flatMap((catalogue) => Object.keys(catalogue))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

describe.each(languages)('in %s', (_, say) => {
  it.each(patterns)('%s is said, with all that stands in it', (id, pattern) => {
    const { sentence, values } = sentenceOf(pattern)
    const said = say(sentence)
    if (!['aboutFile', 'invalidColumn', 'holdsMark'].includes(id)) expect(said).not.toBe(sentence)
    // what only the English sentence repeats is in the command beside it
    for (const value of values) expect(said).toContain(value)
  })

  it.each(attempts)('an error says what could not be done: %s', (what) => {
    const said = say(`Could not ${what} x.json: there is no such file. Try again.`)
    expect(said).not.toMatch(/Could not|there is|Try again/)
    expect(said).toContain('x.json')
  })

  it('leaves alone what it does not know', () => {
    for (const text of ['', 'O24001', 'Odeslaná', 'A sentence that nobody has written.', 'x: y: z'])
      expect(say(text)).toBe(text)
  })

  it('does not get lost in what comes from outside', () => {
    const wild = 'Order Order A is left alone: x: the shop says: the shop says: '.repeat(50)
    const startMs = performance.now()
    expect(say(wild).length).toBeGreaterThan(0)
    expect(performance.now() - startMs).toBeLessThan(1000)
  })
})

it.each([
  [
    'Nothing was posted: a plan of 2 changed orders is held. It changes 2 orders; guard.orders allows 1. The shop would mail 300 customers; guard.notifications allows 200. Look at it with "order-sync plan", then: order-sync approve abc, or: order-sync reject abc',
    'Nic se neodeslalo: čeká plán, který mění 2 objednávky. Mění 2 objednávky; guard.orders dovoluje 1. E-shop by napsal 300 zákazníkům; guard.notifications dovoluje 200. Prohlédněte si ho příkazem „order-sync plan“, potom: order-sync approve abc, nebo: order-sync reject abc',
  ],
  [
    'Could not read the settings nowhere.json: there is no such file. Name the settings with --settings FILE, or make them from an export: order-sync init FILE',
    'Nepodařilo se načíst nastavení nowhere.json: takový soubor neexistuje. Uveďte nastavení za --settings SOUBOR, nebo ho vytvořte z exportu: order-sync init SOUBOR',
  ],
  [
    'exports/orders/1.csv, line 12 (row 11 in a spreadsheet) (order O1), Stav = "X": expected one of "A"; add it to "map" of the field (null leaves the field alone), or set "otherwise": "keep"',
    'exports/orders/1.csv, řádek 12 (v tabulce 11) (objednávka O1), Stav = „X“: čekali jsme jedno z: "A"; doplňte to do „map“ pole (null nechá pole být), nebo nastavte „otherwise“: „keep“',
  ],
  [
    'It changes 33.3 % of the 30 known orders; guard.percent allows 12.5 %.',
    'Mění 33,3 % ze 30 známých objednávek; guard.percent dovoluje 12,5 %.',
  ],
  [
    'The shop has failed 3 times in a row, at last at 10:00. It is asked again from 10:05 on; 1 order waits.',
    'E-shop selhal 3krát za sebou, naposledy 10:00. Znovu se zkusí od 10:05; čeká 1 objednávka.',
  ],
])('a message of several sentences is said in Czech: %s', (english, czech) => expect(cs(english)).toBe(czech))

/** Where rooms say something to people: behind these words stands a sentence, or a part of one. */
const spoken =
  /\b(?:ended|hint|message|reason|subject):?\s*(?:=|\()?\s*('(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`)|new (?:UnusableExport|UnexpectedExport|InvalidValue)\([^'`\n]*('(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`)/g

/** Parts that the sentences around them are made of, and what only logs and tests read. */
const notForOwners = [
  /^simulator\//,
  /^text\//,
  /^console\/guard/,
  /^page\//,
  /^sync\/ledger\/(blocks|texts|stored|sieves|snapshot)/,
]
const beginnings = patterns.map(([, pattern]) =>
  pattern.replaceAll(/\{[a-z]\w*\}/g, '#').replaceAll(/\[[A-Za-z |]+\]/g, ''),
)
/** A sentence that goes on in the next line of the source. */
const begins = (text: string): boolean =>
  text.endsWith(' ') && beginnings.some((one) => one.replace(/^exports\/#/, '#').startsWith(text.trimEnd()))
const parts = [
  /^#: #$/,
  /^#, #$/,
  /^# \(#\); next try at #$/,
  /^# (says # by now|still says so)/,
  /^The settings # have #/,
  /^There is no export yet in #\.#$/,
  /^Order # is left alone#: #$/,
  /^#: # more .*\.$/,
  /^the last export of the feed "#" said so, is gone, and the next one #$/,
  /^Invalid input$/,
  /^The shop cannot be reached \(#\)\.#$/,
  /^#: # \(the first is #\)/,
  /^# was recreated\. #; $/,
  /^it is #$/,
  /^#Let it, or another run/,
  /^, OData in /,
  /trouble\.message/,
  /^# in the #$/,
  /^API key$/,
]

it('knows in Czech and Slovak whatever the program says to an owner', () => {
  const lib = join(import.meta.dirname, '../../lib')
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !notForOwners.some((pattern) => pattern.test(file)),
  )
  const unknown = files.flatMap((file) =>
    [...readFileSync(join(lib, file), 'utf8').matchAll(spoken)].flatMap(([, first, second]) => {
      const text = filled((first ?? second ?? '').slice(1, -1).replaceAll(/\\(['"`])/g, '$1'))
      if (
        text.includes('${') ||
        !/[a-z]{2,} [a-z]/i.test(text) ||
        parts.some((pattern) => pattern.test(text)) ||
        begins(text)
      )
        return []
      return [cs, sk].every((say) => say(text.replaceAll('#', '7')) !== text.replaceAll('#', '7'))
        ? []
        : [`${file}: ${text}`]
    }),
  )
  // a sentence goes into lib/text/en/said-….ts as a pattern; then cs and sk do not compile until they have it, too
  expect(unknown).toEqual([])
})

/** `#` for each expression of a template. */
function filled(template: string): string {
  for (let before = '', text = template; ; before = text) {
    text = text.replaceAll(/\$\{[^{}]*\}/g, '#')
    if (text === before) return text
  }
}
