import type { run as english } from '../en/said-run.ts'
import { createForms, decimal } from '../language.ts'
import type { Said } from '../said-shape.ts'

const form = createForms('cs')

/** What the engine says of runs, plans and the shop, in Czech. */
export const run: Said<typeof english> = {
  orderSays: ({ order, words }) => `Objednávka ${order}: e-shop říká: ${words}`,
  orderNoAnswer: ({ order, words }) => `Objednávka ${order}: bez čitelné odpovědi: ${words}`,
  postingEnded: 'Odesílání skončilo dřív, než odešlo všechno; příští běh pokračuje.',
  keyBlocked: ({ message, since, command }) =>
    `${message} Bylo to ${since}. S tímto klíčem se už nic neposílá, protože pět chybných přihlášení e-shop zamkne. Uložte správný klíč a příští běh bude pokračovat sám; nebo, pokud byl klíč správný a přihlášení už je odemčené: ${command}`,
  killed: ({ run }) =>
    `Běh ${run} byl ukončen před koncem: došel mu čas nebo paměť, nebo se vypnul jeho počítač. Nic se neztratilo: tento běh přečetl, co odeslal. Na AWS to upřesní jeho log: řádek typu platform.report má stav „timeout“, nebo typ chyby Runtime.OutOfMemory.`,
  shopMoved: ({ address }) =>
    `E-shop se přestěhoval na ${address}. Každý běh se nejdřív ptá na staré adrese: změňte ji v nastavení.`,
  heldPart: ({ n, reasons, plan, approve, reject }) =>
    `Neodesláno: čeká plán, který mění ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })}. ${reasons} Prohlédněte si ho příkazem „${plan}“, potom: ${approve}, nebo: ${reject}`,
  held: ({ n, reasons, plan, approve, reject }) =>
    `Nic se neodeslalo: čeká plán, který mění ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })}. ${reasons} Prohlédněte si ho příkazem „${plan}“, potom: ${approve}, nebo: ${reject}`,
  shopFailedOnce: ({ at, from, n }) =>
    `E-shop jednou selhal, naposledy ${at}. Znovu se zkusí od ${from}; ${form(n, { one: 'čeká # objednávka', few: 'čekají # objednávky', other: 'čeká # objednávek' })}.`,
  shopFailed: ({ times, at, from, n }) =>
    `E-shop selhal ${form(times, { one: '#krát', few: '#krát', other: '#krát' })} za sebou, naposledy ${at}. Znovu se zkusí od ${from}; ${form(n, { one: 'čeká # objednávka', few: 'čekají # objednávky', other: 'čeká # objednávek' })}.`,
  leaseVanished: ({ lease, until }) =>
    `Soubor ${lease} někdo smazal, takže nikdo neví, jestli ještě nepracuje jiný běh. Nic se nepošle dřív než ${until}, kdy už takový běh musí být u konce; potom bude příští běh pokračovat sám.`,
  requestsLeft: ({ n }) =>
    `Do té doby ${form(n, { one: 'odešel # požadavek', few: 'odešly # požadavky', other: 'odešlo # požadavků' })}; příští běh si v archivu přečte, co z toho vzešlo, než cokoli pošle.`,
  runFailed: ({ reason }) => `Běh nečekaně selhal: ${reason}`,
  nothingPlanned: ({ order }) =>
    `S objednávkou ${order} se nic neplánuje: e-shop má, co exporty říkají, nebo ji žádný export neuvádí.`,
  partHeld: ({ orders, reasons, approve }) =>
    `Část, která se měla odeslat (${orders}), čeká na vás. ${reasons} Rozhodnete příkazem: ${approve}`,
  waitedInVain: ({ n }) =>
    `${form(n, { one: '# objednávka čekala', few: '# objednávky čekaly', other: '# objednávek čekalo' })} marně na údaje, které uvádí „waitFor“; „then“: „hold“ je nechává na člověku.`,
  feedLooksWrong: ({ feed, message }) => `Poslední export zdroje „${feed}“ vypadá podezřele: ${message}`,
  changesTooMany: ({ n, limit }) =>
    `Mění ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })}; guard.orders dovoluje ${limit}.`,
  changesPercent: ({ percent, n, limit }) =>
    `Mění ${decimal(percent)} % ze ${form(n, { one: '# známé objednávky', few: '# známých objednávek', other: '# známých objednávek' })}; guard.percent dovoluje ${decimal(limit)} %.`,
  mailsTooMany: ({ n, limit }) =>
    `E-shop by napsal ${form(n, { one: '# zákazníkovi', few: '# zákazníkům', other: '# zákazníkům' })}; guard.notifications dovoluje ${limit}.`,
  paysTooMany: ({ n, limit }) =>
    `Označuje ${form(n, { one: '# objednávku jako zaplacenou', few: '# objednávky jako zaplacené', other: '# objednávek jako zaplacené' })}; guard.payments dovoluje ${limit}.`,
  revertsTooMany: ({ n, limit }) =>
    `Vrací ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })} k tomu, co už měly, jak by to udělal starý export; guard.reverts dovoluje ${limit}.`,
  changesInTime: ({ n, span, before, rule, limit }) =>
    `Mění ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })}, když za ${span} odešlo už ${before}; guard.${rule}.orders dovoluje ${limit}.`,
  mailsInTime: ({ n, span, before, rule, limit }) =>
    `E-shop by napsal ${form(n, { one: '# zákazníkovi', few: '# zákazníkům', other: '# zákazníkům' })}, když za ${span} napsal už ${before}; guard.${rule}.notifications dovoluje ${limit}.`,
  anHour: 'hodinu',
  aDay: '24 hodin',
  waitsFor: ({ fields, until, end }) => `čeká na ${fields} do ${until} a ${end}`,
  thenSend: 'potom odejde i bez toho',
  thenQuiet: 'potom odejde, ale bez e-mailu',
  thenHold: 'potom počká na rozhodnutí člověka',
  mailedOften: ({ n, until }) =>
    `zákazník dostal za 24 hodin ${form(n, { one: '# e-mail', few: '# e-maily', other: '# e-mailů' })} (guard.perOrder); čeká do ${until}`,
  personRejected: 'tuto hodnotu někdo zamítl; čeká, až export řekne jinou',
  sentAsked: 'odesláno bez čitelné odpovědi; nejdřív se e-shopu zeptáme, co ukazuje',
  sentAgainAt: ({ until }) =>
    `odesláno bez čitelné odpovědi a e-shop to ještě může zpracovat; znovu se to pošle ${until}`,
  askedFirst: 'nejdřív se e-shopu zeptáme, co ukazuje („firstRun“)',
  doubtfulWord: 'říká to jen export, který vypadá chybně, a bere zpět, co čekalo; čeká se na správný',
  acceptedShown: 'člověk přijal, co někdo nastavil v e-shopu; čeká se na jinou hodnotu z exportu',
  undoOf: ({ run }) => `vrací se běh ${run}`,
  newerUnread: ({ feed }) => `zdroj „${feed}“ má novější export, který zatím nešlo přečíst`,
  statusFinal: ({ before, after }) => `stav „${before}“ je konečný a na „${after}“ se nemění`,
  statusBack: ({ before, after }) => `stav by se vrátil z „${before}“ na „${after}“`,
  onlyOwnCleared: 'maže se jen hodnota, kterou nastavil sám order-sync',
  somebodySet: ({ messages, accept, overrule }) =>
    `někdo v e-shopu nastavil jinou hodnotu (${messages}); ${accept} ji tam nechá, ${overrule} přesto pošle tuto`,
  shopWins: ({ messages }) => `e-shop má jinou hodnotu (${messages}) a podle nastavení platí ta („drift“)`,
  noWordNextTry: ({ messages, at }) => `e-shop neříká, co se s tím stalo (${messages}); další pokus ${at}`,
  refusedNextTry: ({ messages, at }) => `e-shop to odmítl (${messages}); další pokus ${at}`,
  skippedNextTry: ({ messages, at }) => `e-shop to přeskočil (${messages}); další pokus ${at}`,
  showsInstead: ({ shown, acknowledged }) => `ukazuje ${shown} místo ${acknowledged}`,
  itShows: ({ shown }) => `ukazuje ${shown}`,
  leftAlone: ({ order, reason }) => `Objednávku ${order} necháváme být: ${reason}`,
  leftAloneField: ({ order, field, value, reason }) =>
    `Objednávku ${order} necháváme být (${field} = ${value}): ${reason}`,
  drifted: ({ order, field, shown, acknowledged, end }) =>
    `Objednávka ${order}: e-shop ukazuje ${field} = ${shown} místo ${acknowledged}: ${end}.`,
  driftedWanted: ({ order, field, shown, acknowledged, wanted, end }) =>
    `Objednávka ${order}: e-shop ukazuje ${field} = ${shown} místo ${acknowledged}; export říká ${wanted}: ${end}.`,
  exportWins: 'platí export',
  shopWinsAlone: 'podle nastavení platí e-shop („drift“) a necháváme to být',
  changedSinceKept: 'někdo to mezitím změnil, a proto se to nevrací',
  finalKept: 'je konečný nebo pozdější, a proto se nemění',
  nothingUntilNew: 'nic se nezmění, dokud export neřekne něco nového',
  conflictsTooMany: ({ n, limit }) =>
    `uvádí ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávek' })} dvakrát s různými hodnotami; guard.conflicts dovoluje ${limit}.`,
  noLineEnd: 'poslední řádek není ukončený, a dřív vždycky byl; soubor může být useknutý.',
  columnsSlipped: 'žádný řádek nemá tolik sloupců jako záhlaví, a dřív vždycky měl; sloupce se mohly posunout.',
  headerChanged: ({ n, before }) =>
    `záhlaví je jiné (sloupců: ${n}, dříve ${before}) a některé řádky k němu nesedí; sloupce se mohly posunout.`,
  olderExport: ({ key, rest }) => `${key} je starší než export, který se přečetl dřív${rest}`,
  olderItself: ({ written, last }) => `, jak sám říká (${written}, po ${last}).`,
  olderDisputed: ({ last }) => `(${last}) podle jména nebo času, a podle druhého novější.`,
  orderHint: 'Pokud je novější, schvalte to; co se počítá, určuje „order“ v nastavení zdroje.',
  staleLeft: ({ n }) =>
    `Co říká o ${form(n, { one: '# objednávce', few: '# objednávkách', other: '# objednávkách' })}, se nepoužilo, protože o nich mluvil novější export.`,
  overtaken: ({ key, n, hint }) =>
    `${key} je podle jména novější než exporty nahrané po něm a o ${form(n, { one: '# objednávce', few: '# objednávkách', other: '# objednávkách' })} říká něco jiného než ony. ${hint}`,
  emptyExport: ({ n }) => `je prázdný; poslední měl ${form(n, { one: '# řádek', few: '# řádky', other: '# řádků' })}.`,
  shrunk: ({ n, usual }) =>
    `má ${form(n, { one: '# řádek', few: '# řádky', other: '# řádků' })}; poslední jich měl ${usual}.`,
  deadlyExport: ({ n }) =>
    `${form(n, { one: '# běh skončil', few: '# běhy skončily', other: '# běhů skončilo' })} uprostřed jeho čtení`,
  tooLarge: 'Možná je na paměť nebo čas běhu příliš velký: zvyšte „memoryMb“, nebo exportujte po menších částech.',
  moreUnmapped: ({ key, n }) =>
    `exports/${key}: nepoužitelných je ještě ${form(n, { one: '# další řádek', few: '# další řádky', other: '# dalších řádků' })}.`,
  moreOdd: ({ key, n }) =>
    `exports/${key}: neobvyklých bylo ještě ${form(n, { one: '# další hodnota', few: '# další hodnoty', other: '# dalších hodnot' })}.`,
  moreWithheld: ({ key, n }) =>
    `exports/${key}: na další řádky čeká ještě ${form(n, { one: '# hodnota', few: '# hodnoty', other: '# hodnot' })}.`,
  strangersNoNumber: ({ key, n, column, place }) =>
    `exports/${key}: ${form(n, { one: '# řádek nemá', few: '# řádky nemají', other: '# řádků nemá' })} v „${column}“ číslo objednávky (první je ${place}); nejde je použít. Tak mohou vypadat objednávky, které nejsou z e-shopu; pokud jsou, opravte „order_number“ zdroje.`,
  strangersOther: ({ key, column, n, place }) =>
    `exports/${key}: v „${column}“ ${form(n, { one: '# řádku', few: '# řádků', other: '# řádků' })} není číslo objednávky z e-shopu (první je ${place}); nejde je použít. Tak mohou vypadat objednávky, které nejsou z e-shopu; pokud jsou, opravte „order_number“ zdroje.`,
  invalidOrderColumn: ({ key, place, order, column, value, reason }) =>
    `exports/${key}, ${place} (objednávka ${order}), ${column} = „${value}“: ${reason}`,
  invalidOrder: ({ key, place, order, reason }) => `exports/${key}, ${place} (objednávka ${order}): ${reason}`,
  invalidColumn: ({ key, place, column, value, reason }) =>
    `exports/${key}, ${place}, ${column} = „${value}“: ${reason}`,
  aboutFile: ({ key, remark }) => `exports/${key}: ${remark}`,
  atPlace: ({ key, line, reason }) => `exports/${key}, řádek ${line}: ${reason}`,
  lineAndRow: ({ line, row }) => `řádek ${line} (v tabulce ${row})`,
  placeLine: ({ line }) => `řádek ${line}`,
  placeRow: ({ row }) => `řádek ${row}`,
  placeRecordNumber: ({ record, number }) => `záznam č. ${record}, číslo ${number}`,
  placeRecord: ({ record }) => `záznam č. ${record}`,
  conflict: ({ key, first, second, order, field, one, other }) =>
    `exports/${key}, záznamy ${first} a ${second}: objednávka ${order} má ${field} ${one} a potom ${other}; nic z toho se nepoužilo. Pokud je správně poslední, nastavte ve zdroji „duplicates“: „last“.`,
  withheld: ({ key, record, order, field, value, by }) =>
    `exports/${key}: záznam č. ${record} dává objednávce ${order} ${field} ${value}, ale ${by} to neuvádí: musí to uvádět každý záznam objednávky („duplicates“: „every“).`,
  feedWaitsDismiss: ({ reason, feed, dismiss }) => `${reason} Zdroj „${feed}“ čeká na nový export, nebo na: ${dismiss}`,
  lastAhead: ({ feed, key, at }) =>
    `Poslední export zdroje „${feed}“, ${key}, platí od ${at}, což teprve přijde: když se četl, šly špatně hodiny. Do té doby není žádný jiný export novější. Uložte příští pod stejným jménem: zadrží se a „approve“ ho pustí.`,
  noExportYet: ({ places }) => `Zatím není žádný export v ${places}.`,
  elsewhere: ({ key }) => `Je tu ${key}, který žádný zdroj nečte.`,
  backlog: ({ feed, read, of }) =>
    `Ze zdroje „${feed}“ je přečteno ${read} z ${of} exportů. Příští běh pokračuje; dokud nejsou přečteny všechny, nic z tohoto zdroje se neposílá.`,
  strayOne: ({ key, places }) =>
    `${key} leží tam, kde ho žádný zdroj nehledá: zdroje čtou ${places}. Přesuňte ho tam, nebo ho smažte.`,
  strayMore: ({ key, n, places }) =>
    `${key} a ${form(n, { one: '# další soubor leží', few: '# další soubory leží', other: '# dalších souborů leží' })} tam, kde je žádný zdroj nehledá: zdroje čtou ${places}. Přesuňte je tam, nebo je smažte.`,
  cannotOpen: ({ key, reason }) =>
    `Soubor ${key} nešel otevřít (${reason}). Jeho zdroj čeká, ostatní pokračují. Příští běh to zkusí znovu.`,
  timeAhead: ({ key, at, counted }) =>
    `${key} má čas ${at}, který teprve přijde. Bere se, jako by přišel ${counted}. Seřiďte hodiny počítače, který ho zapisuje.`,
  sieveFault: ({ key, n }) =>
    `${key}: ${form(n, { one: '# řádek by se přeskočil', few: '# řádky by se přeskočily', other: '# řádků by se přeskočilo' })} jako nezměněné, ale říkají něco jiného, než co víme. Tentokrát se přečetly všechny, takže se nic neztratilo, a uložené údaje o nich jsme vytvořili znovu. Je to chyba order-sync: nahlaste ji prosím, pokud smíte i s exportem.`,
  lateExport: ({ feed, since, hours }) =>
    `Zdroj „${feed}“ nemá nový export od ${since}, už déle než ${form(hours, { one: '# hodinu', few: '# hodiny', other: '# hodin' })}. E-shop ukazuje, co účetní program řekl naposledy. Podívejte se, jestli exportuje a jestli soubory docházejí.`,
  stuck: ({ since, hours, n, status }) =>
    `Nějaká změna čeká od ${since}, už déle než ${form(hours, { one: '# hodinu', few: '# hodiny', other: '# hodin' })}, přestože ji nic nezadržuje; celkem ${form(n, { one: 'čeká # objednávka', few: 'čekají # objednávky', other: 'čeká # objednávek' })}. Limit požadavků e-shopu může být malý, nebo e-shop selhává: řekne to ${status}.`,
  nothingWanted: ({ hash, plan }) =>
    `Z plánu ${hash} už nic není potřeba, takže nebylo co schválit. Aktuální plán ukáže: ${plan}`,
  nothingWantedReject: ({ hash, plan }) =>
    `Z plánu ${hash} už nic není potřeba, takže nebylo co zamítnout. Aktuální plán ukáže: ${plan}`,
  tooLate: ({ id, decisions }) =>
    `Rozhodnutí ${id} se nevzalo zpět: běh už podle něj jednal a nic z něj už nečeká. Co z něj bylo, ukáže: ${decisions}`,
  decisionDamaged: ({ key }) =>
    `Rozhodnutí ${key} nejde přečíst, a proto ho necháváme být. Smažte ho a rozhodněte znovu.`,
  missingStatus: ({ name, places, near }) =>
    `E-shop nemá stav „${name}“ (${places}); nemysleli jste „${near}“? Objednávky, které se na něj mění, e-shop odmítá, dokud ho nezaložíte nebo neopravíte nastavení.`,
  missingStatusPlain: ({ name, places }) =>
    `E-shop nemá stav „${name}“ (${places}). Objednávky, které se na něj mění, e-shop odmítá, dokud ho nezaložíte nebo neopravíte nastavení.`,
  missingStatusId: ({ name, places }) =>
    `E-shop nemá stav s číslem „${name}“ (${places}). Objednávky, které se na něj mění, e-shop odmítá, dokud ho nezaložíte nebo neopravíte nastavení.`,
  unusedStatus: ({ name, places, near }) =>
    `E-shop nemá stav „${name}“ (${places}); neměl to být „${near}“? Co se o něm v nastavení píše, nikdy neplatí.`,
  unusedStatusPlain: ({ name, places }) =>
    `E-shop nemá stav „${name}“ (${places}). Co se o něm v nastavení píše, nikdy neplatí.`,
  unusedStatusId: ({ name, places }) =>
    `E-shop nemá stav s číslem „${name}“ (${places}). Co se o něm v nastavení píše, nikdy neplatí.`,
  missingFieldNear: ({ name, places, near }) =>
    `E-shop nemá vlastní pole „${name}“ (${places}); nemysleli jste „${near}“? E-shop ho přeskakuje, dokud ho nezaložíte nebo neopravíte nastavení.`,
  missingField: ({ name, places }) =>
    `E-shop nemá vlastní pole „${name}“ (${places}). E-shop ho přeskakuje, dokud ho nezaložíte nebo neopravíte nastavení.`,
  isMarkedPaid: 'se označí jako zaplacená',
  isMarkedResolved: 'se označí jako vyřízená',
  isMarkedDelivered: 'se označí jako doručená',
  returnsGoods: 'vrátí zboží na sklad',
  noRunYet:
    'Ještě žádný běh: první převezme hodnoty, pošle je, nebo se zeptá e-shopu, jak určuje „firstRun“ v nastavení.',
  feedNoExport: ({ feed, folder }) => `Zdroj „${feed}“ nemá v exports/${folder}/ žádný export.`,
  feedNewestRefused: ({ feed, key }) => `Nejnovější export zdroje „${feed}“, ${key}, nejde použít.`,
  oldApiSilent:
    'API „state-update“ se na nic zeptat nejde: jestli je správně přihlášení, stavy a vlastní pole, ukáže první změna.',
  keyRefusedBefore: ({ since, status, command }) =>
    `E-shop tento klíč odmítl ${since} (${status}) a znovu se nezkouší: pět chybných přihlášení e-shop zamkne. Uložte správný klíč; nebo, pokud je přihlášení odemčené: ${command}`,
  noRightToOrders: 'Přihlášení nemá právo na „orders“: nejde změnit žádnou objednávku.',
  doesNotTakeLogin: ({ status, reason }) => `E-shop přihlášení nepřijímá (${status}): ${reason}`,
  doesNotAnswer: ({ reason }) => `E-shop neodpovídá: ${reason}`,
  doesNotAnswerStatus: ({ status, reason }) => `E-shop neodpovídá (${status}): ${reason}`,
  statusesUnread: ({ reason }) => `Stavy nešlo přečíst, takže o nich nic nevíme: ${reason}`,
  fieldsUnread: ({ reason }) => `Vlastní pole nešlo přečíst, takže o nich nic nevíme: ${reason}`,
  endpointsUnknown: 'E-shop neříká, k čemu má přihlášení právo; ukáže to první změna.',
  keyDenied: ({ status, answer }) => `E-shop odmítl přihlašovací údaje (${status}, ${answer}).`,
  showsNothing: ({ words }) =>
    `E-shop odmítá říct, co u objednávek ukazuje (${words}). Neodešle se nic, co to potřebuje vědět; bez toho se obejde „verify“: „never“ v nastavení.`,
  askedShown: ({ words }) => `na dotaz, co u objednávky ukazuje: ${words}`,
  askedLeftOut: 'na dotaz, co u objednávky ukazuje, ji ve své odpovědi vynechal',
  shopFailedStatus: ({ status, answer }) => `E-shop selhal (${status}, ${answer}).`,
  wholeRefused: ({ answer }) => `e-shop odmítl celý požadavek (${answer})`,
  answerUnreadable: ({ status, answer }) => `Odpověď e-shopu nejde přečíst (${status}, ${answer}).`,
  allowanceUsed: ({ until }) => `Limit požadavků je vyčerpaný do ${until}.`,
  wrongAddress: ({ status, hint }) => `E-shop tuto adresu nebo metodu nezná (${status}). ${hint}`,
  checkAddress: 'Zkontrolujte v nastavení „project“, „server“ nebo „url“ v části „upgates“.',
  badRedirect: ({ hint }) =>
    `E-shop přesměrovává na adresu, která není https pod .upgates.com, a tam požadavek nejde. ${hint}`,
  noReadableAnswer: ({ reason }) => `E-shop neodpověděl čitelně (${reason}).`,
  unreachable: ({ reason }) => `E-shop není dostupný (${reason}).`,
  ifOnline:
    'Pokud je tento počítač online, zkontrolujte v nastavení „project“ a „server“ (nebo „url“) v části „upgates“.',
  noAnswerWithin: ({ seconds }) => `bez odpovědi do ${seconds} s`,
  emptyAnswer: 'prázdná odpověď',
  unreadableAnswer: 'nečitelná odpověď',
  noReason: 'e-shop neřekl proč',
  answerWithoutOrder: 'odpověď tuto objednávku neuvádí',
  messageWithoutWords: 'zpráva beze slov',
  noAnswerArchived: 'odpověď se neuložila',
  answeredWith: ({ status }) => `na celý požadavek přišla odpověď ${status}`,
  channelSilent: ({ n }) => `do ${n} s neodpověděl`,
  channelRefused: ({ name, reason }) => `Kanál „${name}“ nepřijal zprávu: ${reason}. Příští běh to zkusí znovu.`,
  channelAnswered: ({ status }) => `odpověděl ${status}`,
  notAnAddress: 'co je pro něj uložené, není adresa',
  smtpNeeded: 'k odeslání e-mailu odsud je potřeba „smtp“, „from“ a „to“ kanálu',
  pinnedReason: 'někdo to vrátil zpět a podržel; nebere se to v úvahu, dokud export neřekne něco jiného',
  channelNobody: ({ name, reason }) => `Kanál „${name}“ nikomu nic neřekne: ${reason}`,
  channelSmtp: 'k odeslání e-mailu odsud potřebuje „smtp“, „from“ a „to“.',
  channelNoAddress: 'co je uložené jako jeho tajemství, není adresa.',
  channelNoSecret: ({ reason }) => `jeho tajemství tu není. ${reason}`,
  channelUnknown: ({ name, reason }) => `Není známo, jestli má kanál „${name}“ své tajemství. ${reason}`,
  moreDrifted: ({ since, drift }) =>
    `Od ${since} se v e-shopu změnilo víc objednávek, než kolik se jich denně čte; ostatní se neporovnaly. Všechny ukáže: ${drift}`,
}
