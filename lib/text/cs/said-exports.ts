import type { exports as english } from '../en/said-exports.ts'
import { createForms } from '../language.ts'
import type { Said } from '../said-shape.ts'

const form = createForms('cs')

/** What is said of exports and their records, in Czech. */
export const exports: Said<typeof english> = {
  cutInLine: 'je useknutý: poslední řádek končí uprostřed',
  exportAgain: 'Exportujte znovu.',
  tooManyCells: ({ n }) => `jeden řádek má víc než ${n} buněk`,
  lineEndMissing: 'Nechybí konec řádku, nebo není oddělovač jiný?',
  noDelimiter: 'nenašel se žádný oddělovač',
  quoteSwallowed: ({ line }) => `uvozovka v něm není zavřená: pohltila řádek „${line}“`,
  cellsDiffer: ({ n, header }) => `má ${n} buněk, záhlaví jich má ${header}`,
  cellsDifferQuote: ({ n, header }) => `má ${n} buněk, záhlaví jich má ${header}; nechybí uvozovka?`,
  quotedNoEnd: ({ place }) =>
    `je useknutý, nebo některá uvozovka není uvozovka: hodnota v uvozovkách, ${place}, nekončí`,
  correctQuotes: 'Exportujte znovu, nebo tam opravte uvozovky.',
  recordBegins: ({ line }) => `záznam, který začíná na řádku ${line}`,
  programMessage: ({ message }) => `začíná hlášením programu, který ho zapsal: „${message}“`,
  correctProgram: 'Opravte ten program, aby před export nic nepsal.',
  isXml: ({ format }) => `je to XML, ale zdroj čeká ${format}`,
  correctFormat: 'Opravte „format“ v nastavení zdroje.',
  isBinary: 'není to text',
  exportAsText: 'Exportujte znovu jako text, nebo uveďte kódování ve „format“ zdroje.',
  notJsonDocument: 'není to dokument JSON',
  jsonCut: 'je useknutý: dokument nekončí',
  noRecordsAt: ({ where }) => `v ${where} nejsou žádné záznamy`,
  notJson: ({ reason }) => `není to JSON (${reason})`,
  recordTooLong: ({ n }) => `jeden záznam je delší než ${n} bajtů (pokud je to správně, zvyšte „limits.recordBytes“)`,
  afterEnd: 'za koncem dokumentu něco je',
  recordNotObject: 'jeden záznam není objekt',
  lineNotJson: ({ line, reason }) => `řádek ${line} není JSON (${reason}); soubor může být useknutý`,
  otherFeed: 'Není to export pro jiný zdroj?',
  exportOrFormat: 'Exportujte znovu, nebo opravte „format“ v nastavení zdroje.',
  firstPage: ({ count, name, n }) =>
    `soubor uvádí ${form(count, { one: '# záznam', few: '# záznamy', other: '# záznamů' })} (${name}), je jich v něm ${n}: není to jen první stránka?`,
  onePageOf: ({ pages, n }) =>
    `soubor uvádí, že je jednou z ${pages} stránek; je v něm ${form(n, { one: '# záznam', few: '# záznamy', other: '# záznamů' })}`,
  nextPage: ({ n }) =>
    `soubor odkazuje na další stránku; je v něm ${form(n, { one: '# záznam', few: '# záznamy', other: '# záznamů' })}`,
  columnTwice: ({ name }) => `má sloupec „${name}“ víc než jednou`,
  renameColumn: 'Přejmenujte jeden z nich v exportu účetního programu.',
  columnsMissing: ({ columns, has }) => `chybí sloupec ${columns}; ${has}`,
  noColumns: 'nenašly se žádné sloupce',
  hasColumns: ({ columns }) => `má ${columns}`,
  noneOfColumns: ({ n, inspect }) => `žádný z jeho ${n} sloupců to není (jaké má, ukáže „${inspect}“)`,
  correctColumns: 'Opravte sloupce ve „fields“ zdroje, nebo export.',
  formulaWithout:
    'je v něm vzorec, jehož výsledek v souboru není; otevřete sešit v Excelu nebo LibreOffice a uložte ho, nebo ať účetní program zapisuje hodnoty',
  noSheet: ({ name, names }) => `nemá list „${name}“; má ${names}`,
  correctSheet: 'Opravte „sheet“ ve „format“ zdroje.',
  doctype: 'má DOCTYPE, který žádný účetní program nepotřebuje a který může skrývat cokoli',
  withoutDtd: 'Exportujte znovu bez DTD.',
  notWellFormedCut: ({ message, where }) => `není to správné XML (${message})${where}; může být useknutý`,
  notWellFormed: ({ message, where }) => `není to správné XML (${message})${where}`,
  exportOrCorrect: 'Exportujte znovu, nebo to tam opravte.',
  erpRefused: ({ reason }) => `účetní program odmítl exportovat: ${reason}`,
  saysNotWhy: 'neříká proč',
  correctThere: 'Opravte to tam a exportujte znovu.',
  rootElement: ({ name, expected }) => `jeho kořenový prvek je „${name}“, čekali jsme „${expected}“`,
  otherCompany: ({ found, expected }) => `je firmy s IČO ${found}; zdroj čeká ${expected}`,
  correctRecords: 'Opravte „records“ ve „format“ zdroje, nebo exportujte správnou agendu.',
  noPath: ({ path }) => `nemá ${path}, kde by měly být záznamy`,
  noPathBut: ({ path, there }) => `nemá ${path}, ale místo toho ${there}`,
  holdsMark: ({ path, mark }) => `${path} obsahuje ${mark}`,
  readAsPreset: ({ format, preset, formats }) => `je to ${format}, a připravené nastavení ${preset} čte ${formats}`,
  withoutPreset: 'Bez --preset řekne inspect, které nastavení se hodí.',
  holdsNoFile: 'není v něm žádný soubor',
  noRecordsKnown: 'nejsou v něm žádné záznamy a nezná ho žádné připravené nastavení',
  wrongEncoding: ({ mark }) =>
    `čekali jsme text; „${mark}“ ukazuje, že se UTF-8 četlo ve špatném kódování, tady nebo v programu, který soubor zapsal (viz „encoding“ ve „format“)`,
  tooLong: ({ n }) =>
    `čekali jsme nejvýš ${form(n, { one: '# znak', few: '# znaky', other: '# znaků' })} (pokud je to správně, zvyšte „limits.fieldLength“ zdroje)`,
  controlCharacters: 'čekali jsme text; jsou v něm řídicí znaky, jako by se četl ve špatném kódování',
  spreadsheetError: 'čekali jsme text; tohle je chyba tabulky, ne hodnota',
  inExcel:
    'V Excelu: dejte sloupci formát „Text“ ještě předtím, než do něj kódy vložíte, nebo ho importujte jako text; potom exportujte znovu',
  roundedCode: ({ hint }) =>
    `čekali jsme kód jako text; tabulka z něj udělala zaokrouhlené číslo a číslice se ztratily. ${hint}`,
  reformattedCode: ({ hint }) =>
    `čekali jsme kód jako text; je zapsaný jako číslo, s desetinami nebo oddělenými tisíci. ${hint}`,
  dateCode: ({ hint }) => `čekali jsme kód jako text; tabulka z něj udělala datum. ${hint}`,
  longCode: ({ n }) => `čekali jsme kód o nejvýš ${n} znacích`,
  brokenCode: 'čekali jsme jeden kód; uprostřed je konec řádku nebo tabulátor',
  unseenCharacter: ({ point }) => `čekali jsme kód; uprostřed je znak ${point}, který není vidět`,
  foreignSign: ({ sign, point }) => `čekali jsme kód; znak „${sign}“ (${point}) v něm jen vypadá jako náš`,
  severalSpaces: 'čekali jsme kód; je v něm víc mezer za sebou',
  isDate: 'čekali jsme kód; tohle je datum',
  isTime: 'čekali jsme kód; tohle je čas',
  isFormula: 'čekali jsme kód; tohle je vzorec tabulky',
  inBrackets: 'čekali jsme kód; je v závorkách, jak programy píšou seznamy, objekty a hlášení',
  severalCodes: ({ codes }) => `čekali jsme jeden kód; tohle jich je víc: ${codes} (viz „several“ a „match“ pole)`,
  isHtml: 'čekali jsme kód; je v něm HTML',
  isYes: 'čekali jsme kód; tohle je „ano“',
  isWord: 'čekali jsme kód; pokud to znamená „nic“, uveďte to v „nothing“ zdroje',
  severalValues: ({ values }) => `čekali jsme jednu hodnotu; je jich víc a různých: ${values}`,
  notAmount: ({ path, text }) => `${path} = „${text}“ není částka, takže neplatí žádná podmínka o ní`,
  expectedNumber: 'čekali jsme číslo objednávky',
  severalNumbers: 'čekali jsme jedno číslo objednávky; je jich víc a různých',
  numberMatches: ({ match }) => `čekali jsme číslo objednávky z e-shopu, které odpovídá „${match}“`,
  refundOne: ({ place, column }) =>
    `1 řádek (${place}) se přeskočil jako vrácené peníze: jeho „${column}“ je pod nulou. Pokud to není správně, určete ve „skip“ zdroje, které řádky se nepočítají.`,
  refunds: ({ n, place, column }) =>
    `${form(n, { one: 'Přeskočil se # řádek', few: 'Přeskočily se # řádky', other: 'Přeskočilo se # řádků' })} jako vrácené peníze (první je ${place}): „${column}“ je pod nulou. Pokud to není správně, určete ve „skip“ zdroje, které řádky se nepočítají.`,
  wordsInvalid: ({ path, words }) => `${path}: ${words}: v nastavení to není, takže řádky s tím nejde použít`,
  wordsKept: ({ path, words, field }) => `${path}: ${words}: v nastavení to není, takže pole ${field} zůstává, jak je`,
  wordsFlag: ({ path, words }) =>
    `${path}: ${words}: není to mezi slovy pro ano ani pro ne, takže řádky s tím nejde použít`,
  expectedDate: ({ form }) => `čekali jsme datum jako ${form}`,
  expectedDateNothing: ({ form }) =>
    `čekali jsme datum jako ${form}; pokud to znamená „nic“, uveďte to v „nothing“ zdroje`,
  expectedDateDays: ({ form }) =>
    `čekali jsme datum jako ${form}; tohle je počet dní, jak data ukládají tabulky: dejte buňkám formát data`,
  expectedDateForm: ({ form }) =>
    `čekali jsme datum jako ${form}; pokud jsou všechna zapsaná jinak, uveďte to v „date“ pole`,
  dateForms: 'd.M.rrrr nebo rrrr-MM-dd',
  inFuture: ({ path, text }) => `${path} = „${text}“ je v budoucnosti`,
  statusNumber: 'čekali jsme číslo stavu v e-shopu, třeba 12',
  readWithoutAccents: ({ path, text, value }) =>
    `${path} = „${text}“ jsme přečetli jako „${value}“, bez ohledu na háčky a čárky`,
  readWithoutCase: ({ path, text, value }) =>
    `${path} = „${text}“ jsme přečetli jako ${value}, bez ohledu na velikost písmen, háčky a čárky`,
  expectedOneOfMap: ({ words }) =>
    `čekali jsme jedno z: ${words}; doplňte to do „map“ pole (null nechá pole být), nebo nastavte „otherwise“: „keep“`,
  expectedYesNo:
    'čekali jsme ano nebo ne (jako 1/0, true/false, Ano/Ne, A/N); jiná slova patří do „true“ a „false“ pole',
  expectedOneOf: ({ words }) => `čekali jsme jedno z: ${words}`,
  isWorkbook: ({ format }) => `je to sešit XLSX, ale zdroj čeká ${format}`,
  useXlsx: 'Použijte „type“: „xlsx“.',
  notWorkbook: 'není to sešit XLSX',
  unpackedTooLarge: ({ n }) => `po rozbalení má víc než ${n} bajtů`,
  raiseLimit: ({ limit }) => `Pokud je to správně, zvyšte „${limit}“ zdroje.`,
  notEncoding: ({ encoding, reason }) => `není to ${encoding} (${reason})`,
  nameEncoding: 'Uveďte kódování ve „format“ zdroje.',
  saveAsXlsx:
    'Otevřete ho v Excelu nebo LibreOffice a uložte jako .xlsx nebo CSV, nebo ať účetní program exportuje rovnou do nich.',
  letExportText: 'Nechte účetní program exportovat XML, JSON, CSV nebo .xlsx.',
  packAsZip: 'Zabalte ho jako zip nebo gzip, nebo uložte přímo soubor.',
  oldExcel: 'je to starý sešit Excelu (.xls)',
  isPdf: 'je to dokument PDF',
  isPicture: ({ kind }) => `je to obrázek (${kind})`,
  lockedExcel: 'je to sešit Excelu s heslem',
  withoutPassword: 'Uložte ho bez hesla, nebo ať ho účetní program exportuje bez hesla.',
  htmlTable: 'je to tabulka HTML, kterou některé programy ukládají pro Excel pod jménem .xls',
  libreOffice: ({ kind }) => `je to dokument LibreOffice (${kind})`,
  wordDocument: ({ kind }) => `je to dokument Wordu (${kind})`,
  binaryExcel: 'je to binární sešit Excelu (.xlsb)',
  isWebPage: 'je to webová stránka, ne export',
  savedLogin: 'Někdo pod jeho jménem uložil přihlašovací nebo chybovou stránku: exportujte znovu.',
  zipWithout: 'je to archiv zip, ve kterém žádný soubor není',
  emptyBytes: 'je prázdný (0 bajtů)',
  erpWriting: 'Účetní program ho možná ještě zapisuje.',
  archiveInside: 'je to archiv uvnitř jiného archivu',
  dropFiles: 'Uložte přímo soubory.',
  gzipDamaged: ({ reason }) => `je to gzip, ale nejde rozbalit (${reason}); může být useknutý`,
  zipDamaged: ({ reason }) => `je to useknutý nebo poškozený archiv zip (${reason})`,
  zipPassword: 'je to archiv zip s heslem',
  exportWithout: 'Exportujte znovu bez hesla.',
  changedWhileRead: ({ key }) => `${key} se během čtení změnil; přečte ho znovu příští běh`,
  sentNothing: 'běh o ní nic neposlal',
  notTaken: 'e-shop to nepřijal',
  archiveSilent: 'archiv neříká, co tam bylo předtím: poslala to starší verze',
  lastUnanswered: 'poslední odeslání ještě nemá odpověď',
  asBefore: 'už je to, jak to bylo předtím',
  changedSince: ({ value }) => `mezitím se to změnilo na ${value}: pozdějším během, nebo to tak ukázal e-shop`,
  nothingKnownBefore: 'není známo, co měl e-shop předtím',
  nextRunSets: ({ key, record, value }) => `${key}, záznam č. ${record}, teď říká ${value}, a to nastaví příští běh`,
  stillSaysSo: ({ key, record }) =>
    `${key}, záznam č. ${record}, to pořád říká a nastavilo by se to znovu: nejdřív to opravte tam, nebo použijte --pin`,
  goneSaidSo: ({ feed }) =>
    `poslední export zdroje „${feed}“ to říkal, už není a příští by to nastavil znovu: nejdřív to opravte tam, nebo použijte --pin`,
  deployedCounts: ({ file, differences }) =>
    `Platí nastavení nasazené funkce, ne ${file}: ${differences}. Nasaďte své, nebo s ním přesto pracujte pomocí --own-settings.`,
  oldApi:
    'API stavů objednávek „state-update“ už Upgates nepodporuje: podle vlastní stránky fungovalo do 31. března 2019. Klíč cestuje v každém požadavku a na osud požadavku bez odpovědi se zeptat nejde. Použijte API, které je v provozu: „api“: „v2“.',
  waitsButSilent: ({ status, hours, silent }) =>
    `waitFor nechává stav „${status}“ čekat ${form(hours, { one: '# hodinu', few: '# hodiny', other: '# hodin' })}, ale po ${silent} h (silentAfterHours) se posílá bez e-mailu.`,
  statusNotGiven: ({ path, status, rest }) => `${path} uvádí stav „${status}“, který žádné mapování nedává${rest}.`,
  didYouMean: ({ near }) => `(nemysleli jste „${near}“?)`,
  mapNeverSays: ({ feed, field, word, preset, rest }) =>
    `feeds.${feed}.fields.${field}.map uvádí „${word}“, které připravené nastavení „${preset}“ nikdy neříká${rest}.`,
  toldNobody: 'Nasazená funkce sama nikoho neupozorní: nasaďte ji znovu.',
  whoIsToldUnknown: ({ reason }) => `Není známo, kdo se o potížích dozví. ${reason}`,
  notConfirmed: ({ email }) => `${email} se nic nedozví: nepotvrdil odběr. Odkaz k tomu je v e-mailu od AWS.`,
  nobodySubscribed: ({ topic, emails }) =>
    `Když je něco špatně, nikdo se to nedozví: ${topic} nikdo neodebírá. Uveďte někoho v „alerts“: ${emails} a nasaďte to.`,
}
