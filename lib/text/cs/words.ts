import type { LeftOutWords, ProblemWords } from '../shape.ts'

export const problems: ProblemWords = {
  'invalid record': {
    title: 'Řádek, který nejde použít',
    means: 'V řádku exportu je něco, co tam nedává smysl. Objednávka zůstala, jak byla.',
    next: 'Opravte to v účetním programu nebo v nastavení, další export to srovná.',
  },
  'not an order': {
    title: 'Řádky, které nejsou z e-shopu',
    means: 'Nemají číslo objednávky z e-shopu, třeba prodeje na pokladně. Přeskakují se.',
    next: 'Nic, pokud opravdu nejsou z e-shopu.',
  },
  'conflicting records': {
    title: 'Objednávka si odporuje',
    means: 'V exportu je několikrát a pokaždé jinak. Nechali jsme ji být.',
    next: 'Opravte ji v účetním programu.',
  },
  'odd value': { title: 'Neobvyklá hodnota', means: 'Byla přijata.', next: 'Podívejte se, jestli je správně.' },
  'withheld value': {
    title: 'Hodnota čeká na další řádky',
    means: 'Ještě ji neuvádějí všechny řádky objednávky.',
    next: 'Nic, odejde, jakmile budou úplné.',
  },
  'unknown words': {
    title: 'Slovo, které nastavení nezná',
    means: 'Není určeno, jaký stav v e-shopu znamená.',
    next: 'Doplňte ho do „map“ v nastavení.',
  },
  'refused export': {
    title: 'Export, který nejde použít',
    means: 'Nic z něj jsme nepoužili, e-shop zůstal, jak byl.',
    next: 'Vyexportujte znovu, nebo nechte soubor přeskočit.',
  },
  'suspicious export': {
    title: 'Podezřelý export',
    means: 'Co by změnil, čeká na rozhodnutí člověka.',
    next: 'Vyexportujte znovu, nebo si projděte plán a schvalte či zamítněte ho.',
  },
  'no export': {
    title: 'Zatím žádný export',
    means: 'Tam, kde se exporty čekají, není žádný soubor.',
    next: 'Zkontrolujte, kam účetní program exporty ukládá.',
  },
  'late export': {
    title: 'Export se opozdil',
    means: 'Nový export nepřišel déle než obvykle.',
    next: 'Zkontrolujte, zda účetní program ještě exportuje.',
  },
  backlog: {
    title: 'Exporty čekají na přečtení',
    means:
      'Exportů je tolik, že se nepřečetly všechny najednou. Dokud nejsou přečteny všechny, z tohoto zdroje se nic neodesílá.',
    next: 'Nemusíte dělat nic, další běh pokračuje.',
  },
  'stray export': {
    title: 'Soubor mimo zdroje',
    means: 'Soubor leží tam, kde ho žádný zdroj nečte.',
    next: 'Přesuňte ho do složky některého zdroje, nebo ho smažte.',
  },
  'time ahead': {
    title: 'Soubor z budoucnosti',
    means: 'Počítači, který exporty zapisuje, jdou napřed hodiny.',
    next: 'Seřiďte na něm hodiny.',
  },
  rejected: {
    title: 'Objednávka, kterou e-shop odmítl',
    means: 'E-shop změnu nepřijal. Zkouší se sama znovu, postupně méně často.',
    next: 'Napravte, co e-shop vytýká, a pošlete ji znovu.',
  },
  warned: {
    title: 'Objednávka přijatá s výhradou',
    means: 'E-shop změnu přijal, ale ne celou.',
    next: 'Podívejte se, co e-shop píše.',
  },
  'mailed too often': {
    title: 'Příliš mnoho e-mailů jednomu zákazníkovi',
    means: 'Zákazník dnes dostal už několik e-mailů, proto tato změna čeká.',
    next: 'Zjistěte, proč se objednávka v účetním programu mění sem a tam.',
  },
  drifted: {
    title: 'Mezitím změněno v e-shopu',
    means: 'E-shop ukazoval jinou hodnotu, než o ní víme. Která platí, říká nastavení.',
    next: 'Nic, pokud nebyla odeslána stornovaná objednávka.',
  },
  edited: {
    title: 'Objednávka změněná ručně v e-shopu',
    means: 'Někdo v e-shopu nastavil něco jiného, proto ji necháváme být.',
    next: 'Rozhodněte, co platí: hodnota z e-shopu, nebo z účetního programu.',
  },
  'unreadable export': {
    title: 'Export, který nešel otevřít',
    means: 'Jeho zdroj čeká, ostatní běží dál.',
    next: 'Nic, zkusí se to znovu. Pokud to trvá, zjistěte, kdo má soubor otevřený.',
  },
  'not in the shop': {
    title: 'V e-shopu chybí',
    means: 'Nastavení používá stav nebo pole, které e-shop nemá.',
    next: 'Založte ho v e-shopu, nebo opravte nastavení.',
  },
  unanswered: {
    title: 'Objednávka bez jasné odpovědi',
    means: 'Zatím se neví, jestli e-shop změnu přijal.',
    next: 'Nic, než se cokoli pošle znovu, zjistí se to.',
  },
  decision: {
    title: 'Rozhodnutí bez účinku',
    means: 'To, o čem se rozhodlo, se mezitím změnilo.',
    next: 'Podívejte se na aktuální plán a rozhodněte znovu.',
  },
  held: {
    title: 'Plán čeká na vás',
    means: 'Je větší nebo podivnější, než co smí odejít bez člověka.',
    next: 'Projděte si změny a schvalte je, nebo zamítněte.',
  },
  blocked: {
    title: 'E-shop odmítá klíč',
    means: 'Nic se neposílá, protože chybná přihlášení by e-shop zamkla.',
    next: 'Uložte správný API klíč, pak se to rozběhne samo.',
  },
  denied: {
    title: 'E-shop odmítl klíč',
    means: 'S tímto klíčem se už nic neposílá.',
    next: 'Ověřte, že API klíč platí a je správně uložený.',
  },
  limited: {
    title: 'Vyčerpaný limit požadavků',
    means: 'E-shop teď další požadavky nepřijímá.',
    next: 'Nic, zbytek odejde později sám.',
  },
  misdirected: {
    title: 'Špatná adresa e-shopu',
    means: 'Na té adrese neodpovídá API e-shopu.',
    next: 'Opravte adresu v nastavení.',
  },
  'vanished lease': {
    title: 'Někdo smazal soubor stavu',
    means: 'Byl vrácen. Protože možná ještě některý běh pracuje, další počkají, až to bude vyloučené.',
    next: 'Nic: pokračují samy.',
  },
  'alert not delivered': {
    title: 'Zpráva pro vás nedošla',
    means: 'Kanál z nastavení ji nepřijal. Na žádném běhu to nic nemění.',
    next: 'Podívejte se na podrobnosti níže; příští běh to zkusí znovu.',
  },
  failing: {
    title: 'E-shop má poruchu',
    means: 'Odpovídá chybami, nebo vůbec. Nic se neztratilo.',
    next: 'Nic, zkouší se to znovu. Pokud to trvá, obraťte se na provozovatele e-shopu.',
  },
  'out of time': { title: 'Všechno se nestihlo', means: 'Zbytek zůstává na příští běh.', next: 'Nic.' },
  key: { title: 'Chybí API klíč', means: 'Bez něj nejde nic poslat.', next: 'Uložte API klíč e-shopu.' },
  'new address': {
    title: 'E-shop se přestěhoval',
    means: 'Odpovídá už na jiné adrese.',
    next: 'Zapište novou adresu do nastavení.',
  },
  sieve: {
    title: 'Chyba order-sync',
    means:
      'Některé záznamy by se přeskočily jako nezměněné, ač říkají něco nového. Všechny se přečetly, takže se nic neztratilo.',
    next: 'Nahlaste ji prosím, pokud možno i s exportem.',
  },
  stuck: {
    title: 'Změny, které neprocházejí',
    means: 'Objednávky dlouho čekají, přestože je nic nezadržuje.',
    next: 'Zkontrolujte, zda e-shop odpovídá a zda má dost požadavků.',
  },
  killed: {
    title: 'Běh byl ukončen',
    means: 'Došel mu čas nebo paměť, nebo zmizel jeho počítač. Příští navázal tam, kde přestal.',
    next: 'Pokud se to opakuje, přidejte synchronizaci paměť, nebo exportujte menší části.',
  },
  'near a limit': {
    title: 'Běh na hranici možností',
    means: 'Spotřeboval téměř všechen čas nebo paměť. Větší by byl ukončen.',
    next: 'Přidejte synchronizaci paměť, nebo exportujte menší části.',
  },
  failed: {
    title: 'Běh selhal',
    means: 'Skončil dřív, než byl hotový. Příští naváže tam, kde přestal.',
    next: 'Pokud se to opakuje, podívejte se na podrobnosti níže.',
  },
}

export const leftOut: LeftOutWords = {
  parked: {
    title: 'E-shop ji odmítl',
    means: 'Zkouší se sama znovu, postupně méně často.',
    next: 'Napravte, co e-shop vytýká, a pošlete ji znovu.',
  },
  skipped: {
    title: 'E-shop přeskočil pole',
    means: 'Objednávku přijal, ale toto pole ne. Pole se zkouší samo znovu, postupně méně často.',
    next: 'Založte pole v e-shopu, nebo ho vyjměte z nastavení; potom ho pošlete znovu.',
  },
  unanswered: {
    title: 'E-shop neodpověděl jasně',
    means: 'Z odpovědi není poznat, jestli změnu přijal. Zkouší se sama znovu, postupně méně často.',
    next: 'Podívejte se na objednávku v e-shopu.',
  },
  accepted: {
    title: 'Ponecháno, jak je v e-shopu',
    means: 'Přijali jste, co tam někdo nastavil. Čeká se, až export řekne něco jiného.',
    next: 'Nic.',
  },
  final: {
    title: 'Stav je konečný',
    means: 'Podle nastavení se už nemění.',
    next: 'Nic.',
  },
  regress: {
    title: 'Stav by se vrátil zpět',
    means: 'Podle nastavení se stav nikdy nevrací.',
    next: 'Pokud se vrátit má, změňte ho v e-shopu ručně.',
  },
  clear: {
    title: 'V exportu je prázdno',
    means: 'Maže se jen to, co vyplnil sám order-sync.',
    next: 'Pokud tam nic být nemá, smažte to v e-shopu.',
  },
  rejected: {
    title: 'Zamítli jste to',
    means: 'Čeká se, až export řekne něco jiného.',
    next: 'Nic.',
  },
  unasked: {
    title: 'Nejdřív se zeptáme e-shopu',
    means: 'Zatím nevíme, co e-shop u této objednávky ukazuje.',
    next: 'Nic: zeptají se další běhy.',
  },
  unread: {
    title: 'Novější export čeká na přečtení',
    means: 'Nešel stáhnout a může říkat něco jiného. Dokud není přečtený, nic staršího se neposílá.',
    next: 'Nic: příští běh to zkusí znovu.',
  },
  doubtful: {
    title: 'Starší hodnota čeká za exportem, který vypadá chybně',
    means: 'Export vypadá chybně a bere zpět, co čekalo. Neposílá se ani jedno.',
    next: 'Exportujte znovu: rozhodne příští správný export.',
  },
  unconfirmed: {
    title: 'Chybí odpověď',
    means: 'Odesláno, ale zatím se neví, jestli to e-shop přijal.',
    next: 'Nic, než se cokoli pošle znovu, zjistí se to.',
  },
  waits: {
    title: 'Čeká na další údaje',
    means:
      'Podle nastavení („waitFor“) odejde stav až s těmito údaji, aby byl e-mail úplný. U každé objednávky je, dokdy čeká a co bude potom.',
    next: 'Zajistěte, aby účetní program chybějící údaje vyexportoval: jakmile tu budou, stav hned odejde.',
  },
  mailed: {
    title: 'Dnes už příliš e-mailů',
    means: 'Zákazník jich dostal několik, proto změna čeká do zítřka.',
    next: 'Zjistěte, proč se objednávka v účetním programu mění sem a tam.',
  },
  pinned: {
    title: 'Vráceno a podrženo',
    means: 'Někdo to vrátil zpět a dokud export neřekne něco jiného, nebere se v úvahu.',
    next: 'Nic; nebo to opravte v ERP.',
  },
  shop: {
    title: 'Platí hodnota z e-shopu',
    means: 'Někdo v e-shopu nastavil něco jiného a podle nastavení to platí.',
    next: 'Nic.',
  },
  edited: {
    title: 'Změněno ručně v e-shopu',
    means: 'Někdo v e-shopu nastavil něco jiného, proto to necháváme být.',
    next: 'Rozhodněte, co platí: hodnota z e-shopu, nebo z účetního programu.',
  },
}
