/**
 * Words of English sentences, none of which is one in Czech or Slovak. Ours are made of nothing else than such: a sentence
 * that nobody has translated has several of them.
 */
const words = [
  ...'the of and or is are was were be been being not nothing nobody none with without for from into'.split(' '),
  ...'which what where when who whom whose why how that this there these those they them their it its'.split(' '),
  ...'has have had must may can cannot could would should will than then only also once an at in if as but here'.split(
    ' ',
  ),
  ...'one two several many more most least other others another every each all any some same such'.split(' '),
  ...'expected found read reads list number whole file files invalid missing unknown wrong empty'.split(' '),
  ...'orders customer customers record records value values field fields request requests sent held waits wait'.split(
    ' ',
  ),
  ...'settings folder day days hour hours minute minutes again until because since between before after now'.split(' '),
  ...'shop key name names address word words change changes changed says say said means known name'.split(' '),
]
const english = new RegExp(`(?<![\\p{L}\\p{N}_.-])(?:${words.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu')

/** What a sentence may name as it is typed or stands in a file: commands, options, settings, paths, quoted words, codes. */
const asItIs: readonly RegExp[] = [
  /`[^`]*`/g,
  /[„"“][^„"“”]*["“”]/g,
  /\border-sync(?: [a-z][a-z-]*)?(?: --[a-z-]+(?: [^\s,;.)]+)?| [0-9a-f]{12}\b)*/g,
  /--[a-z][a-z-]*(?: (?:all|[A-Z]+…?|[a-z0-9./-]+\.[a-z]+))?/g,
  /<[^<>]*>/g,
  /https?:\/\/\S+|\S*\/\S*/g,
  /[a-z]+(?:\.[A-Za-z0-9_[\]-]+)+/g,
  /[a-z]+_[a-z_]+/g,
]

/** The English words in a text that should be in another language; what is named as it is does not count. */
export function englishIn(text: string, named: readonly RegExp[] = []): string[] {
  const left = [...named, ...asItIs].reduce((rest, pattern) => rest.replaceAll(pattern, ' · '), text)
  return left
    .split('\n')
    .flatMap((line) =>
      (line.match(english) ?? []).length > 0 ? [`${[...new Set(line.match(english))].join(' ')}: ${line.trim()}`] : [],
    )
}
