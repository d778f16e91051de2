import type { run as english } from '../en/said-run.ts'
import { createForms, decimal } from '../language.ts'
import type { Said } from '../said-shape.ts'

const form = createForms('sk')

/** What the engine says of runs, plans and the shop, in Slovak. */
export const run: Said<typeof english> = {
  orderSays: ({ order, words }) => `Objednávka ${order}: e-shop hovorí: ${words}`,
  orderNoAnswer: ({ order, words }) => `Objednávka ${order}: bez čitateľnej odpovede: ${words}`,
  postingEnded: 'Odosielanie sa skončilo skôr, než odišlo všetko; ďalší beh pokračuje.',
  keyBlocked: ({ message, since, command }) =>
    `${message} Bolo to ${since}. S týmto kľúčom sa už nič neposiela, lebo päť chybných prihlásení e-shop zamkne. Uložte správny kľúč a ďalší beh bude pokračovať sám; alebo, ak bol kľúč správny a prihlásenie je už odomknuté: ${command}`,
  killed: ({ run }) =>
    `Beh ${run} bol ukončený pred koncom: došiel mu čas alebo pamäť, alebo sa vypol jeho počítač. Nič sa nestratilo: tento beh prečítal, čo odoslal. Na AWS to spresní jeho log: riadok typu platform.report má stav „timeout“, alebo typ chyby Runtime.OutOfMemory.`,
  shopMoved: ({ address }) =>
    `E-shop sa presťahoval na ${address}. Každý beh sa najprv pýta na starej adrese: zmeňte ju v nastavení.`,
  heldPart: ({ n, reasons, plan, approve, reject }) =>
    `Neodoslané: čaká plán, ktorý mení ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })}. ${reasons} Pozrite si ho príkazom „${plan}“, potom: ${approve}, alebo: ${reject}`,
  held: ({ n, reasons, plan, approve, reject }) =>
    `Nič sa neodoslalo: čaká plán, ktorý mení ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })}. ${reasons} Pozrite si ho príkazom „${plan}“, potom: ${approve}, alebo: ${reject}`,
  shopFailedOnce: ({ at, from, n }) =>
    `E-shop raz zlyhal, naposledy ${at}. Znova sa skúsi od ${from}; ${form(n, { one: 'čaká # objednávka', few: 'čakajú # objednávky', other: 'čaká # objednávok' })}.`,
  shopFailed: ({ times, at, from, n }) =>
    `E-shop zlyhal ${form(times, { one: '#-krát', few: '#-krát', other: '#-krát' })} za sebou, naposledy ${at}. Znova sa skúsi od ${from}; ${form(n, { one: 'čaká # objednávka', few: 'čakajú # objednávky', other: 'čaká # objednávok' })}.`,
  leaseVanished: ({ lease, until }) =>
    `Súbor ${lease} niekto vymazal, takže nikto nevie, či ešte nepracuje iný beh. Nič sa nepošle skôr ako ${until}, keď už taký beh musí byť na konci; potom bude ďalší beh pokračovať sám.`,
  requestsLeft: ({ n }) =>
    `Dovtedy ${form(n, { one: 'odišla # požiadavka', few: 'odišli # požiadavky', other: 'odišlo # požiadaviek' })}; ďalší beh si v archíve prečíta, čo z toho vzišlo, než čokoľvek pošle.`,
  runFailed: ({ reason }) => `Beh nečakane zlyhal: ${reason}`,
  nothingPlanned: ({ order }) =>
    `S objednávkou ${order} sa nič neplánuje: e-shop má, čo exporty hovoria, alebo ju žiadny export neuvádza.`,
  partHeld: ({ orders, reasons, approve }) =>
    `Časť, ktorá sa mala odoslať (${orders}), čaká na vás. ${reasons} Rozhodnete príkazom: ${approve}`,
  waitedInVain: ({ n }) =>
    `${form(n, { one: '# objednávka čakala', few: '# objednávky čakali', other: '# objednávok čakalo' })} márne na údaje, ktoré uvádza „waitFor“; „then“: „hold“ ich necháva na človeku.`,
  feedLooksWrong: ({ feed, message }) => `Posledný export zdroja „${feed}“ vyzerá podozrivo: ${message}`,
  changesTooMany: ({ n, limit }) =>
    `Mení ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })}; guard.orders dovoľuje ${limit}.`,
  changesPercent: ({ percent, n, limit }) =>
    `Mení ${decimal(percent)} % zo ${form(n, { one: '# známej objednávky', few: '# známych objednávok', other: '# známych objednávok' })}; guard.percent dovoľuje ${decimal(limit)} %.`,
  mailsTooMany: ({ n, limit }) =>
    `E-shop by napísal ${form(n, { one: '# zákazníkovi', few: '# zákazníkom', other: '# zákazníkom' })}; guard.notifications dovoľuje ${limit}.`,
  paysTooMany: ({ n, limit }) =>
    `Označuje ${form(n, { one: '# objednávku ako zaplatenú', few: '# objednávky ako zaplatené', other: '# objednávok ako zaplatené' })}; guard.payments dovoľuje ${limit}.`,
  revertsTooMany: ({ n, limit }) =>
    `Vracia ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })} k tomu, čo už mali, ako by to urobil starý export; guard.reverts dovoľuje ${limit}.`,
  changesInTime: ({ n, span, before, rule, limit }) =>
    `Mení ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })}, keď za ${span} odišlo už ${before}; guard.${rule}.orders dovoľuje ${limit}.`,
  mailsInTime: ({ n, span, before, rule, limit }) =>
    `E-shop by napísal ${form(n, { one: '# zákazníkovi', few: '# zákazníkom', other: '# zákazníkom' })}, keď za ${span} napísal už ${before}; guard.${rule}.notifications dovoľuje ${limit}.`,
  anHour: 'hodinu',
  aDay: '24 hodín',
  waitsFor: ({ fields, until, end }) => `čaká na ${fields} do ${until} a ${end}`,
  thenSend: 'potom odíde aj bez toho',
  thenQuiet: 'potom odíde, ale bez e-mailu',
  thenHold: 'potom počká na rozhodnutie človeka',
  mailedOften: ({ n, until }) =>
    `zákazník dostal za 24 hodín ${form(n, { one: '# e-mail', few: '# e-maily', other: '# e-mailov' })} (guard.perOrder); čaká do ${until}`,
  personRejected: 'túto hodnotu niekto zamietol; čaká, kým export povie inú',
  sentAsked: 'odoslané bez čitateľnej odpovede; najprv sa e-shopu opýtame, čo ukazuje',
  sentAgainAt: ({ until }) =>
    `odoslané bez čitateľnej odpovede a e-shop to ešte môže spracovať; znova sa to pošle ${until}`,
  askedFirst: 'najprv sa e-shopu opýtame, čo ukazuje („firstRun“)',
  doubtfulWord: 'hovorí to len export, ktorý vyzerá chybne, a berie späť, čo čakalo; čaká sa na správny',
  acceptedShown: 'človek prijal, čo niekto nastavil v e-shope; čaká sa na inú hodnotu z exportu',
  undoOf: ({ run }) => `vracia sa beh ${run}`,
  newerUnread: ({ feed }) => `zdroj „${feed}“ má novší export, ktorý sa zatiaľ nedal prečítať`,
  statusFinal: ({ before, after }) => `stav „${before}“ je konečný a na „${after}“ sa nemení`,
  statusBack: ({ before, after }) => `stav by sa vrátil z „${before}“ na „${after}“`,
  onlyOwnCleared: 'maže sa len hodnota, ktorú nastavil sám order-sync',
  somebodySet: ({ messages, accept, overrule }) =>
    `niekto v e-shope nastavil inú hodnotu (${messages}); ${accept} ju tam nechá, ${overrule} napriek tomu pošle túto`,
  shopWins: ({ messages }) => `e-shop má inú hodnotu (${messages}) a podľa nastavenia platí tá („drift“)`,
  noWordNextTry: ({ messages, at }) => `e-shop nehovorí, čo sa s tým stalo (${messages}); ďalší pokus ${at}`,
  refusedNextTry: ({ messages, at }) => `e-shop to odmietol (${messages}); ďalší pokus ${at}`,
  skippedNextTry: ({ messages, at }) => `e-shop to preskočil (${messages}); ďalší pokus ${at}`,
  showsInstead: ({ shown, acknowledged }) => `ukazuje ${shown} namiesto ${acknowledged}`,
  itShows: ({ shown }) => `ukazuje ${shown}`,
  leftAlone: ({ order, reason }) => `Objednávku ${order} nechávame tak: ${reason}`,
  leftAloneField: ({ order, field, value, reason }) =>
    `Objednávku ${order} nechávame tak (${field} = ${value}): ${reason}`,
  drifted: ({ order, field, shown, acknowledged, end }) =>
    `Objednávka ${order}: e-shop ukazuje ${field} = ${shown} namiesto ${acknowledged}: ${end}.`,
  driftedWanted: ({ order, field, shown, acknowledged, wanted, end }) =>
    `Objednávka ${order}: e-shop ukazuje ${field} = ${shown} namiesto ${acknowledged}; export hovorí ${wanted}: ${end}.`,
  exportWins: 'platí export',
  shopWinsAlone: 'podľa nastavenia platí e-shop („drift“) a nechávame to tak',
  changedSinceKept: 'niekto to medzitým zmenil, a preto sa to nevracia',
  finalKept: 'je konečný alebo neskorší, a preto sa nemení',
  nothingUntilNew: 'nič sa nezmení, kým export nepovie niečo nové',
  conflictsTooMany: ({ n, limit }) =>
    `uvádza ${form(n, { one: '# objednávku', few: '# objednávky', other: '# objednávok' })} dvakrát s rôznymi hodnotami; guard.conflicts dovoľuje ${limit}.`,
  noLineEnd: 'posledný riadok nie je ukončený, a predtým vždy bol; súbor môže byť odrezaný.',
  columnsSlipped: 'žiadny riadok nemá toľko stĺpcov ako hlavička, a predtým vždy mal; stĺpce sa mohli posunúť.',
  headerChanged: ({ n, before }) =>
    `hlavička je iná (stĺpcov: ${n}, predtým ${before}) a niektoré riadky k nej nesedia; stĺpce sa mohli posunúť.`,
  olderExport: ({ key, rest }) => `${key} je starší než export, ktorý sa prečítal skôr${rest}`,
  olderItself: ({ written, last }) => `, ako sám hovorí (${written}, po ${last}).`,
  olderDisputed: ({ last }) => `(${last}) podľa mena alebo času, a podľa druhého novší.`,
  orderHint: 'Ak je novší, schváľte to; čo sa počíta, určuje „order“ v nastavení zdroja.',
  staleLeft: ({ n }) =>
    `Čo hovorí o ${form(n, { one: '# objednávke', few: '# objednávkach', other: '# objednávkach' })}, sa nepoužilo, lebo o nich hovoril novší export.`,
  overtaken: ({ key, n, hint }) =>
    `${key} je podľa mena novší než exporty nahrané po ňom a o ${form(n, { one: '# objednávke', few: '# objednávkach', other: '# objednávkach' })} hovorí niečo iné než ony. ${hint}`,
  emptyExport: ({ n }) =>
    `je prázdny; posledný mal ${form(n, { one: '# riadok', few: '# riadky', other: '# riadkov' })}.`,
  shrunk: ({ n, usual }) =>
    `má ${form(n, { one: '# riadok', few: '# riadky', other: '# riadkov' })}; posledný ich mal ${usual}.`,
  deadlyExport: ({ n }) =>
    `${form(n, { one: '# beh sa skončil', few: '# behy sa skončili', other: '# behov sa skončilo' })} uprostred jeho čítania`,
  tooLarge: 'Možno je na pamäť alebo čas behu príliš veľký: zvýšte „memoryMb“, alebo exportujte po menších častiach.',
  moreUnmapped: ({ key, n }) =>
    `exports/${key}: nepoužiteľných je ešte ${form(n, { one: '# ďalší riadok', few: '# ďalšie riadky', other: '# ďalších riadkov' })}.`,
  moreOdd: ({ key, n }) =>
    `exports/${key}: neobvyklých bolo ešte ${form(n, { one: '# ďalšia hodnota', few: '# ďalšie hodnoty', other: '# ďalších hodnôt' })}.`,
  moreWithheld: ({ key, n }) =>
    `exports/${key}: na ďalšie riadky čaká ešte ${form(n, { one: '# hodnota', few: '# hodnoty', other: '# hodnôt' })}.`,
  strangersNoNumber: ({ key, n, column, place }) =>
    `exports/${key}: ${form(n, { one: '# riadok nemá', few: '# riadky nemajú', other: '# riadkov nemá' })} v „${column}“ číslo objednávky (prvý je ${place}); nedajú sa použiť. Tak môžu vyzerať objednávky, ktoré nie sú z e-shopu; ak sú, opravte „order_number“ zdroja.`,
  strangersOther: ({ key, column, n, place }) =>
    `exports/${key}: v „${column}“ ${form(n, { one: '# riadka', few: '# riadkov', other: '# riadkov' })} nie je číslo objednávky z e-shopu (prvý je ${place}); nedajú sa použiť. Tak môžu vyzerať objednávky, ktoré nie sú z e-shopu; ak sú, opravte „order_number“ zdroja.`,
  invalidOrderColumn: ({ key, place, order, column, value, reason }) =>
    `exports/${key}, ${place} (objednávka ${order}), ${column} = „${value}“: ${reason}`,
  invalidOrder: ({ key, place, order, reason }) => `exports/${key}, ${place} (objednávka ${order}): ${reason}`,
  invalidColumn: ({ key, place, column, value, reason }) =>
    `exports/${key}, ${place}, ${column} = „${value}“: ${reason}`,
  aboutFile: ({ key, remark }) => `exports/${key}: ${remark}`,
  atPlace: ({ key, line, reason }) => `exports/${key}, riadok ${line}: ${reason}`,
  lineAndRow: ({ line, row }) => `riadok ${line} (v tabuľke ${row})`,
  placeLine: ({ line }) => `riadok ${line}`,
  placeRow: ({ row }) => `riadok ${row}`,
  placeRecordNumber: ({ record, number }) => `záznam č. ${record}, číslo ${number}`,
  placeRecord: ({ record }) => `záznam č. ${record}`,
  conflict: ({ key, first, second, order, field, one, other }) =>
    `exports/${key}, záznamy ${first} a ${second}: objednávka ${order} má ${field} ${one} a potom ${other}; nič z toho sa nepoužilo. Ak je správny posledný, nastavte v zdroji „duplicates“: „last“.`,
  withheld: ({ key, record, order, field, value, by }) =>
    `exports/${key}: záznam č. ${record} dáva objednávke ${order} ${field} ${value}, ale ${by} to neuvádza: musí to uvádzať každý záznam objednávky („duplicates“: „every“).`,
  feedWaitsDismiss: ({ reason, feed, dismiss }) =>
    `${reason} Zdroj „${feed}“ čaká na nový export, alebo na: ${dismiss}`,
  lastAhead: ({ feed, key, at }) =>
    `Posledný export zdroja „${feed}“, ${key}, platí od ${at}, čo ešte len príde: keď sa čítal, išli zle hodiny. Dovtedy nie je žiadny iný export novší. Uložte ďalší pod rovnakým menom: zadrží sa a „approve“ ho pustí.`,
  noExportYet: ({ places }) => `Zatiaľ nie je žiadny export v ${places}.`,
  elsewhere: ({ key }) => `Je tu ${key}, ktorý žiadny zdroj nečíta.`,
  backlog: ({ feed, read, of }) =>
    `Zo zdroja „${feed}“ je prečítaných ${read} z ${of} exportov. Ďalší beh pokračuje; kým nie sú prečítané všetky, nič z tohto zdroja sa neposiela.`,
  strayOne: ({ key, places }) =>
    `${key} leží tam, kde ho žiadny zdroj nehľadá: zdroje čítajú ${places}. Presuňte ho tam, alebo ho vymažte.`,
  strayMore: ({ key, n, places }) =>
    `${key} a ${form(n, { one: '# ďalší súbor leží', few: '# ďalšie súbory ležia', other: '# ďalších súborov leží' })} tam, kde ich žiadny zdroj nehľadá: zdroje čítajú ${places}. Presuňte ich tam, alebo ich vymažte.`,
  cannotOpen: ({ key, reason }) =>
    `Súbor ${key} sa nedal otvoriť (${reason}). Jeho zdroj čaká, ostatné pokračujú. Ďalší beh to skúsi znova.`,
  timeAhead: ({ key, at, counted }) =>
    `${key} má čas ${at}, ktorý ešte len príde. Berie sa, akoby prišiel ${counted}. Nastavte hodiny počítača, ktorý ho zapisuje.`,
  sieveFault: ({ key, n }) =>
    `${key}: ${form(n, { one: '# riadok by sa preskočil', few: '# riadky by sa preskočili', other: '# riadkov by sa preskočilo' })} ako nezmenené, ale hovoria niečo iné, než čo vieme. Tentoraz sa prečítali všetky, takže sa nič nestratilo, a uložené údaje o nich sme vytvorili znova. Je to chyba order-sync: nahláste ju prosím, ak smiete aj s exportom.`,
  lateExport: ({ feed, since, hours }) =>
    `Zdroj „${feed}“ nemá nový export od ${since}, už dlhšie než ${form(hours, { one: '# hodinu', few: '# hodiny', other: '# hodín' })}. E-shop ukazuje, čo účtovný program povedal naposledy. Pozrite sa, či exportuje a či súbory prichádzajú.`,
  stuck: ({ since, hours, n, status }) =>
    `Nejaká zmena čaká od ${since}, už dlhšie než ${form(hours, { one: '# hodinu', few: '# hodiny', other: '# hodín' })}, hoci ju nič nezadržiava; spolu ${form(n, { one: 'čaká # objednávka', few: 'čakajú # objednávky', other: 'čaká # objednávok' })}. Limit požiadaviek e-shopu môže byť malý, alebo e-shop zlyháva: povie to ${status}.`,
  nothingWanted: ({ hash, plan }) =>
    `Z plánu ${hash} už nič netreba, takže nebolo čo schváliť. Aktuálny plán ukáže: ${plan}`,
  nothingWantedReject: ({ hash, plan }) =>
    `Z plánu ${hash} už nič netreba, takže nebolo čo zamietnuť. Aktuálny plán ukáže: ${plan}`,
  tooLate: ({ id, decisions }) =>
    `Rozhodnutie ${id} sa nevzalo späť: beh už podľa neho konal a nič z neho už nečaká. Čo z neho bolo, ukáže: ${decisions}`,
  decisionDamaged: ({ key }) =>
    `Rozhodnutie ${key} sa nedá prečítať, a preto ho nechávame tak. Vymažte ho a rozhodnite znova.`,
  missingStatus: ({ name, places, near }) =>
    `E-shop nemá stav „${name}“ (${places}); nemysleli ste „${near}“? Objednávky, ktoré sa naň menia, e-shop odmieta, kým ho nezaložíte alebo neopravíte nastavenie.`,
  missingStatusPlain: ({ name, places }) =>
    `E-shop nemá stav „${name}“ (${places}). Objednávky, ktoré sa naň menia, e-shop odmieta, kým ho nezaložíte alebo neopravíte nastavenie.`,
  missingStatusId: ({ name, places }) =>
    `E-shop nemá stav s číslom „${name}“ (${places}). Objednávky, ktoré sa naň menia, e-shop odmieta, kým ho nezaložíte alebo neopravíte nastavenie.`,
  unusedStatus: ({ name, places, near }) =>
    `E-shop nemá stav „${name}“ (${places}); nemal to byť „${near}“? Čo sa o ňom v nastavení píše, nikdy neplatí.`,
  unusedStatusPlain: ({ name, places }) =>
    `E-shop nemá stav „${name}“ (${places}). Čo sa o ňom v nastavení píše, nikdy neplatí.`,
  unusedStatusId: ({ name, places }) =>
    `E-shop nemá stav s číslom „${name}“ (${places}). Čo sa o ňom v nastavení píše, nikdy neplatí.`,
  missingFieldNear: ({ name, places, near }) =>
    `E-shop nemá vlastné pole „${name}“ (${places}); nemysleli ste „${near}“? E-shop ho preskakuje, kým ho nezaložíte alebo neopravíte nastavenie.`,
  missingField: ({ name, places }) =>
    `E-shop nemá vlastné pole „${name}“ (${places}). E-shop ho preskakuje, kým ho nezaložíte alebo neopravíte nastavenie.`,
  isMarkedPaid: 'sa označí ako zaplatená',
  isMarkedResolved: 'sa označí ako vybavená',
  isMarkedDelivered: 'sa označí ako doručená',
  returnsGoods: 'vráti tovar na sklad',
  noRunYet:
    'Ešte žiadny beh: prvý prevezme hodnoty, pošle ich, alebo sa opýta e-shopu, ako určuje „firstRun“ v nastavení.',
  feedNoExport: ({ feed, folder }) => `Zdroj „${feed}“ nemá v exports/${folder}/ žiadny export.`,
  feedNewestRefused: ({ feed, key }) => `Najnovší export zdroja „${feed}“, ${key}, sa nedá použiť.`,
  oldApiSilent:
    'API „state-update“ sa na nič opýtať nedá: či je správne prihlásenie, stavy a vlastné polia, ukáže prvá zmena.',
  keyRefusedBefore: ({ since, status, command }) =>
    `E-shop tento kľúč odmietol ${since} (${status}) a znova sa neskúša: päť chybných prihlásení e-shop zamkne. Uložte správny kľúč; alebo, ak je prihlásenie odomknuté: ${command}`,
  noRightToOrders: 'Prihlásenie nemá právo na „orders“: nedá sa zmeniť žiadna objednávka.',
  doesNotTakeLogin: ({ status, reason }) => `E-shop prihlásenie neprijíma (${status}): ${reason}`,
  doesNotAnswer: ({ reason }) => `E-shop neodpovedá: ${reason}`,
  doesNotAnswerStatus: ({ status, reason }) => `E-shop neodpovedá (${status}): ${reason}`,
  statusesUnread: ({ reason }) => `Stavy sa nedali prečítať, takže o nich nič nevieme: ${reason}`,
  fieldsUnread: ({ reason }) => `Vlastné polia sa nedali prečítať, takže o nich nič nevieme: ${reason}`,
  endpointsUnknown: 'E-shop nehovorí, na čo má prihlásenie právo; ukáže to prvá zmena.',
  keyDenied: ({ status, answer }) => `E-shop odmietol prihlasovacie údaje (${status}, ${answer}).`,
  showsNothing: ({ words }) =>
    `E-shop odmieta povedať, čo pri objednávkach ukazuje (${words}). Neodošle sa nič, čo to potrebuje vedieť; bez toho sa zaobíde „verify“: „never“ v nastavení.`,
  askedShown: ({ words }) => `na otázku, čo pri objednávke ukazuje: ${words}`,
  askedLeftOut: 'na otázku, čo pri objednávke ukazuje, ju vo svojej odpovedi vynechal',
  shopFailedStatus: ({ status, answer }) => `E-shop zlyhal (${status}, ${answer}).`,
  wholeRefused: ({ answer }) => `e-shop odmietol celú požiadavku (${answer})`,
  answerUnreadable: ({ status, answer }) => `Odpoveď e-shopu sa nedá prečítať (${status}, ${answer}).`,
  allowanceUsed: ({ until }) => `Limit požiadaviek je vyčerpaný do ${until}.`,
  wrongAddress: ({ status, hint }) => `E-shop túto adresu alebo metódu nepozná (${status}). ${hint}`,
  checkAddress: 'Skontrolujte v nastavení „project“, „server“ alebo „url“ v časti „upgates“.',
  badRedirect: ({ hint }) =>
    `E-shop presmerúva na adresu, ktorá nie je https pod .upgates.com, a tam požiadavka nejde. ${hint}`,
  noReadableAnswer: ({ reason }) => `E-shop neodpovedal čitateľne (${reason}).`,
  unreachable: ({ reason }) => `E-shop nie je dostupný (${reason}).`,
  ifOnline:
    'Ak je tento počítač online, skontrolujte v nastavení „project“ a „server“ (alebo „url“) v časti „upgates“.',
  noAnswerWithin: ({ seconds }) => `bez odpovede do ${seconds} s`,
  emptyAnswer: 'prázdna odpoveď',
  unreadableAnswer: 'nečitateľná odpoveď',
  noReason: 'e-shop nepovedal prečo',
  answerWithoutOrder: 'odpoveď túto objednávku neuvádza',
  messageWithoutWords: 'správa bez slov',
  noAnswerArchived: 'odpoveď sa neuložila',
  answeredWith: ({ status }) => `na celú požiadavku prišla odpoveď ${status}`,
  channelSilent: ({ n }) => `do ${n} s neodpovedal`,
  channelRefused: ({ name, reason }) => `Kanál „${name}“ neprijal správu: ${reason}. Ďalší beh to skúsi znova.`,
  channelAnswered: ({ status }) => `odpovedal ${status}`,
  notAnAddress: 'čo je preň uložené, nie je adresa',
  smtpNeeded: 'na odoslanie e-mailu odtiaľto treba „smtp“, „from“ a „to“ kanála',
  pinnedReason: 'niekto to vrátil späť a podržal; neberie sa to do úvahy, kým export nepovie niečo iné',
  channelNobody: ({ name, reason }) => `Kanál „${name}“ nikomu nič nepovie: ${reason}`,
  channelSmtp: 'na odoslanie e-mailu odtiaľto potrebuje „smtp“, „from“ a „to“.',
  channelNoAddress: 'čo je uložené ako jeho tajomstvo, nie je adresa.',
  channelNoSecret: ({ reason }) => `jeho tajomstvo tu nie je. ${reason}`,
  channelUnknown: ({ name, reason }) => `Nie je známe, či má kanál „${name}“ svoje tajomstvo. ${reason}`,
  moreDrifted: ({ since, drift }) =>
    `Od ${since} sa v e-shope zmenilo viac objednávok, než koľko sa ich denne číta; ostatné sa neporovnali. Všetky ukáže: ${drift}`,
}
