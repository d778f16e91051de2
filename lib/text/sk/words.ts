import type { LeftOutWords, ProblemWords } from '../shape.ts'

export const problems: ProblemWords = {
  'invalid record': {
    title: 'Riadok, ktorý sa nedá použiť',
    means: 'V riadku exportu je niečo, čo tam nedáva zmysel. Objednávka zostala, ako bola.',
    next: 'Opravte to v účtovnom programe alebo v nastavení, ďalší export to napraví.',
  },
  'not an order': {
    title: 'Riadky, ktoré nie sú z e-shopu',
    means: 'Nemajú číslo objednávky z e-shopu, napríklad predaje na pokladni. Preskakujú sa.',
    next: 'Nič, ak naozaj nie sú z e-shopu.',
  },
  'conflicting records': {
    title: 'Objednávka si protirečí',
    means: 'V exporte je viackrát a zakaždým inak. Nechali sme ju tak.',
    next: 'Opravte ju v účtovnom programe.',
  },
  'odd value': { title: 'Nezvyčajná hodnota', means: 'Bola prijatá.', next: 'Pozrite sa, či je správna.' },
  'withheld value': {
    title: 'Hodnota čaká na ďalšie riadky',
    means: 'Ešte ju neuvádzajú všetky riadky objednávky.',
    next: 'Nič, odíde, len čo budú úplné.',
  },
  'unknown words': {
    title: 'Slovo, ktoré nastavenie nepozná',
    means: 'Nie je určené, aký stav v e-shope znamená.',
    next: 'Doplňte ho do „map“ v nastavení.',
  },
  'refused export': {
    title: 'Export, ktorý sa nedá použiť',
    means: 'Nič z neho sme nepoužili, e-shop zostal, ako bol.',
    next: 'Vyexportujte znova alebo nechajte súbor preskočiť.',
  },
  'suspicious export': {
    title: 'Podozrivý export',
    means: 'Čo by zmenil, čaká na rozhodnutie človeka.',
    next: 'Vyexportujte znova, alebo si prejdite plán a schváľte či zamietnite ho.',
  },
  'no export': {
    title: 'Zatiaľ žiadny export',
    means: 'Tam, kde sa exporty čakajú, nie je žiadny súbor.',
    next: 'Skontrolujte, kam účtovný program exporty ukladá.',
  },
  'late export': {
    title: 'Export mešká',
    means: 'Nový export neprišiel dlhšie ako zvyčajne.',
    next: 'Skontrolujte, či účtovný program ešte exportuje.',
  },
  backlog: {
    title: 'Exporty čakajú na prečítanie',
    means:
      'Exportov je toľko, že sa neprečítali všetky naraz. Kým nie sú prečítané všetky, z tohto zdroja sa nič neodosiela.',
    next: 'Nemusíte robiť nič, ďalší beh pokračuje.',
  },
  'stray export': {
    title: 'Súbor mimo zdrojov',
    means: 'Súbor leží tam, kde ho žiadny zdroj nečíta.',
    next: 'Presuňte ho do priečinka niektorého zdroja, alebo ho zmažte.',
  },
  'time ahead': {
    title: 'Súbor z budúcnosti',
    means: 'Počítaču, ktorý exporty zapisuje, idú hodiny dopredu.',
    next: 'Nastavte na ňom hodiny.',
  },
  rejected: {
    title: 'Objednávka, ktorú e-shop odmietol',
    means: 'E-shop zmenu neprijal. Skúša sa sama znova, postupne menej často.',
    next: 'Napravte, čo e-shop vytýka, a pošlite ju znova.',
  },
  warned: {
    title: 'Objednávka prijatá s výhradou',
    means: 'E-shop zmenu prijal, ale nie celú.',
    next: 'Pozrite sa, čo e-shop píše.',
  },
  'mailed too often': {
    title: 'Priveľa e-mailov jednému zákazníkovi',
    means: 'Zákazník dnes dostal už niekoľko e-mailov, preto táto zmena čaká.',
    next: 'Zistite, prečo sa objednávka v účtovnom programe mení sem a tam.',
  },
  drifted: {
    title: 'Medzitým zmenené v e-shope',
    means: 'E-shop ukazoval inú hodnotu, než o nej vieme. Ktorá platí, hovorí nastavenie.',
    next: 'Nič, ak nebola odoslaná stornovaná objednávka.',
  },
  edited: {
    title: 'Objednávka zmenená ručne v e-shope',
    means: 'Niekto v e-shope nastavil niečo iné, preto ju nechávame tak.',
    next: 'Rozhodnite, čo platí: hodnota z e-shopu, alebo z účtovného programu.',
  },
  'unreadable export': {
    title: 'Export, ktorý sa nepodarilo otvoriť',
    means: 'Jeho zdroj čaká, ostatné bežia ďalej.',
    next: 'Nič, skúsi sa to znova. Ak to trvá, zistite, kto má súbor otvorený.',
  },
  'not in the shop': {
    title: 'V e-shope chýba',
    means: 'Nastavenie používa stav alebo pole, ktoré e-shop nemá.',
    next: 'Založte ho v e-shope alebo opravte nastavenie.',
  },
  unanswered: {
    title: 'Objednávka bez jasnej odpovede',
    means: 'Zatiaľ sa nevie, či e-shop zmenu prijal.',
    next: 'Nič, skôr než sa čokoľvek pošle znova, zistí sa to.',
  },
  decision: {
    title: 'Rozhodnutie bez účinku',
    means: 'To, o čom sa rozhodlo, sa medzitým zmenilo.',
    next: 'Pozrite sa na aktuálny plán a rozhodnite znova.',
  },
  held: {
    title: 'Plán čaká na vás',
    means: 'Je väčší alebo čudnejší, než čo smie odísť bez človeka.',
    next: 'Prejdite si zmeny a schváľte ich alebo zamietnite.',
  },
  blocked: {
    title: 'E-shop odmieta kľúč',
    means: 'Nič sa neposiela, lebo chybné prihlásenia by e-shop zamkli.',
    next: 'Uložte správny API kľúč, potom sa to rozbehne samo.',
  },
  denied: {
    title: 'E-shop odmietol kľúč',
    means: 'S týmto kľúčom sa už nič neposiela.',
    next: 'Overte, že API kľúč platí a je správne uložený.',
  },
  limited: {
    title: 'Vyčerpaný limit požiadaviek',
    means: 'E-shop teraz ďalšie požiadavky neprijíma.',
    next: 'Nič, zvyšok odíde neskôr sám.',
  },
  misdirected: {
    title: 'Nesprávna adresa e-shopu',
    means: 'Na tej adrese neodpovedá API e-shopu.',
    next: 'Opravte adresu v nastavení.',
  },
  'vanished lease': {
    title: 'Niekto zmazal súbor stavu',
    means: 'Bol vrátený. Keďže možno ešte niektorý beh pracuje, ďalšie počkajú, kým to bude vylúčené.',
    next: 'Nič: pokračujú samy.',
  },
  'alert not delivered': {
    title: 'Správa pre vás nedošla',
    means: 'Kanál z nastavení ju neprijal. Na žiadnom behu to nič nemení.',
    next: 'Pozrite si podrobnosti nižšie; ďalší beh to skúsi znova.',
  },
  failing: {
    title: 'E-shop má poruchu',
    means: 'Odpovedá chybami alebo vôbec. Nič sa nestratilo.',
    next: 'Nič, skúša sa to znova. Ak to trvá, obráťte sa na prevádzkovateľa e-shopu.',
  },
  'out of time': { title: 'Všetko sa nestihlo', means: 'Zvyšok zostáva na ďalší beh.', next: 'Nič.' },
  key: { title: 'Chýba API kľúč', means: 'Bez neho sa nedá nič poslať.', next: 'Uložte API kľúč e-shopu.' },
  'new address': {
    title: 'E-shop sa presťahoval',
    means: 'Odpovedá už na inej adrese.',
    next: 'Zapíšte novú adresu do nastavenia.',
  },
  sieve: {
    title: 'Chyba order-sync',
    means:
      'Niektoré záznamy by sa preskočili ako nezmenené, hoci hovoria niečo nové. Všetky sa prečítali, takže sa nič nestratilo.',
    next: 'Nahláste ju, prosím, ak môžete aj s exportom.',
  },
  stuck: {
    title: 'Zmeny, ktoré neprechádzajú',
    means: 'Objednávky dlho čakajú, hoci ich nič nezdržiava.',
    next: 'Skontrolujte, či e-shop odpovedá a či má dosť požiadaviek.',
  },
  killed: {
    title: 'Beh bol ukončený',
    means: 'Došiel mu čas alebo pamäť, alebo zmizol jeho počítač. Ďalší nadviazal tam, kde prestal.',
    next: 'Ak sa to opakuje, pridajte synchronizácii pamäť, alebo exportujte menšie časti.',
  },
  'near a limit': {
    title: 'Beh na hranici možností',
    means: 'Spotreboval takmer všetok čas alebo pamäť. Väčší by bol ukončený.',
    next: 'Pridajte synchronizácii pamäť, alebo exportujte menšie časti.',
  },
  failed: {
    title: 'Beh zlyhal',
    means: 'Skončil skôr, než bol hotový. Ďalší nadviaže tam, kde prestal.',
    next: 'Ak sa to opakuje, pozrite si podrobnosti nižšie.',
  },
}

export const leftOut: LeftOutWords = {
  parked: {
    title: 'E-shop ju odmietol',
    means: 'Skúša sa sama znova, postupne menej často.',
    next: 'Napravte, čo e-shop vytýka, a pošlite ju znova.',
  },
  skipped: {
    title: 'E-shop preskočil pole',
    means: 'Objednávku prijal, ale toto pole nie. Pole sa skúša samo znova, postupne menej často.',
    next: 'Založte pole v e-shope alebo ho vyberte z nastavenia; potom ho pošlite znova.',
  },
  unanswered: {
    title: 'E-shop neodpovedal jasne',
    means: 'Z odpovede nie je poznať, či zmenu prijal. Skúša sa sama znova, postupne menej často.',
    next: 'Pozrite sa na objednávku v e-shope.',
  },
  accepted: {
    title: 'Ponechané, ako je v e-shope',
    means: 'Prijali ste, čo tam niekto nastavil. Čaká sa, kým export povie niečo iné.',
    next: 'Nič.',
  },
  final: {
    title: 'Stav je konečný',
    means: 'Podľa nastavenia sa už nemení.',
    next: 'Nič.',
  },
  regress: {
    title: 'Stav by sa vrátil späť',
    means: 'Podľa nastavenia sa stav nikdy nevracia.',
    next: 'Ak sa vrátiť má, zmeňte ho v e-shope ručne.',
  },
  clear: {
    title: 'V exporte je prázdno',
    means: 'Maže sa len to, čo vyplnil sám order-sync.',
    next: 'Ak tam nič byť nemá, zmažte to v e-shope.',
  },
  rejected: {
    title: 'Zamietli ste to',
    means: 'Čaká sa, kým export povie niečo iné.',
    next: 'Nič.',
  },
  unasked: {
    title: 'Najprv sa spýtame e-shopu',
    means: 'Zatiaľ nevieme, čo e-shop pri tejto objednávke ukazuje.',
    next: 'Nič: spýtajú sa ďalšie behy.',
  },
  unread: {
    title: 'Novší export čaká na prečítanie',
    means: 'Nešiel stiahnuť a môže hovoriť niečo iné. Kým nie je prečítaný, nič staršie sa neposiela.',
    next: 'Nič: ďalší beh to skúsi znova.',
  },
  doubtful: {
    title: 'Staršia hodnota čaká za exportom, ktorý vyzerá chybne',
    means: 'Export vyzerá chybne a berie späť, čo čakalo. Neposiela sa ani jedno.',
    next: 'Exportujte znova: rozhodne ďalší správny export.',
  },
  unconfirmed: {
    title: 'Chýba odpoveď',
    means: 'Odoslané, ale zatiaľ sa nevie, či to e-shop prijal.',
    next: 'Nič, skôr než sa čokoľvek pošle znova, zistí sa to.',
  },
  waits: {
    title: 'Čaká na ďalšie údaje',
    means:
      'Podľa nastavenia („waitFor“) odíde stav až s týmito údajmi, aby bol e-mail úplný. Pri každej objednávke je, dokedy čaká a čo bude potom.',
    next: 'Zaistite, aby účtovný program chýbajúce údaje vyexportoval: len čo tu budú, stav hneď odíde.',
  },
  mailed: {
    title: 'Dnes už priveľa e-mailov',
    means: 'Zákazník ich dostal niekoľko, preto zmena čaká do zajtra.',
    next: 'Zistite, prečo sa objednávka v účtovnom programe mení sem a tam.',
  },
  pinned: {
    title: 'Vrátené a podržané',
    means: 'Niekto to vrátil späť, a kým export nepovie niečo iné, neberie sa do úvahy.',
    next: 'Nič; alebo to opravte v ERP.',
  },
  shop: {
    title: 'Platí hodnota z e-shopu',
    means: 'Niekto v e-shope nastavil niečo iné a podľa nastavenia to platí.',
    next: 'Nič.',
  },
  edited: {
    title: 'Zmenené ručne v e-shope',
    means: 'Niekto v e-shope nastavil niečo iné, preto to nechávame tak.',
    next: 'Rozhodnite, čo platí: hodnota z e-shopu, alebo z účtovného programu.',
  },
}
