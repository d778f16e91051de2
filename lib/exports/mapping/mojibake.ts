/**
 * What UTF-8 looks like once it has been read as Windows-1250 or Windows-1252: letters that no language of these code
 * pages has beside each other. `PÄŤ` and `DĹŽKA` are Slovak words, and `CĂŞTIGAT` may be a Romanian one.
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
    // the same as Windows-1252 shows it
    'Ã[\\u0081\\u008d\\u009d\\u00ad‰š¡¤©³º½´¶¼]|Å[\\u00a0ˆ˜™¡¤¥®¯½¾]|Ä[\\u008d\\u008fŒ¾]',
  ].join('|'),
)

/** What of a text shows that it was UTF-8 and has been read as something else; `undefined`: nothing. */
export const mojibakeIn = (text: string): string | undefined => marks.exec(text)?.[0]
