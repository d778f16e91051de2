/**
 * What UTF-8, ISO 8859-2, CP852 and Mac Central European look like once they have been read as Windows-1250, or UTF-8 as
 * Windows-1252: letters and signs that no language of these code pages has beside each other. `PÄŤ` and `DĹŽKA` are
 * Slovak words, and `CĂŞTIGAT` may be a Romanian one.
 */
const marks = new RegExp(
  [
    // Á É Í Ó Ú Ý á é í ó ú ý ä ö ü ô
    'Ă[\\u0081\\u00ad‰Ťšťˇ¤©łş˝´¶Ľ]',
    // a space that does not break, §, °, quotes
    'Â[\\u00a0§°´«»©®]',
    // č ď ě Č ľ ĺ
    'Ä[›šąş˝ľ]|[a-zŕ-ž]Ä[ŤŽŚŹ]|Ä[ŤŽŚŹ][a-zŕ-ž]',
    // ň Ř ř Š š ť Ť ů Ů Ž ž
    'Ĺ[\\u0088\\u0098\\u00a0‡™ˇ¤Ą®Ż˝ľ]',
    // „ “ ” – … €
    'â€|â‚¬',
    // ISO 8859-2: ť Ž Š, and š beside a letter that Polish does not have
    '\\p{L}»\\p{L}|[®©]\\p{Ll}|[áéíúýěřůÁÉÍÚÝĚŘŮ]ą|ą[áéíúýěřů]',
    // CP852: í Č ž é Ž ě
    '\\p{L}[ˇ˘]|[ˇ˘¬]\\p{L}|§\\p{L}|\\p{L}‚\\p{L}|[¦]\\p{Ll}|\\p{Ll}Ř',
    // Mac Central European: á č ý
    '\\p{L}‡|\\p{L}‹\\p{L}',
    // UTF-8 as Windows-1252 shows it
    'Ã[\\u0081\\u008d\\u009d\\u00ad‰š¡¤©³º½´¶¼]|Å[\\u00a0ˆ˜™¡¤¥®¯½¾]|Ä[\\u008d\\u008fŒ¾]',
  ].join('|'),
  'u',
)

/** What of a text shows that it was read in the wrong encoding; `undefined`: nothing. */
export const mojibakeIn = (text: string): string | undefined =>
  beyondAscii.test(text) ? marks.exec(text)?.[0] : undefined

const beyondAscii = /[^ -~]/
