import type { HelpTexts } from '../help-shape.ts'

/** `--help` in Czech. */
export const help: HelpTexts = {
  description:
    'Přenáší stavy objednávek z exportů účetního programu do e-shopu Upgates: jen co se změnilo, nikdy dvakrát.',
  titles: { 'Usage:': 'Použití:', 'Arguments:': 'Údaje:', 'Options:': 'Volby:', 'Commands:': 'Příkazy:' },
  values: {
    options: 'volby',
    command: 'příkaz',
    file: 'soubor',
    dir: 'složka',
    address: 'adresa',
    login: 'jméno',
    column: 'sloupec',
    list: 'seznam',
    code: 'kód',
    name: 'jméno',
    orders: 'objednávky',
    number: 'číslo',
    settings: 'nastavení',
    order: 'objednávka',
    month: 'měsíc',
    hash: 'otisk',
    key: 'klíč',
    id: 'id',
    run: 'běh',
    what: 'co',
    folder: 'složka',
    ending: 'přípona',
    shell: 'shell',
    api: 'api',
  },
  usual: 'jinak',
  version: 'vypsat verzi',
  help: 'ukázat nápovědu k příkazu',
  examples: 'Příklady:',
  first: {
    demo: 'dva dny jednoho e-shopu, na zkušebním',
    init: 'nastavit e-shop podle jednoho exportu',
    plan: 'co by běh změnil; nic nezapisuje a neposílá',
    run: 'odeslat, co se změnilo',
    status: 'co se stalo a co na vás čeká',
    console: 'to všechno v prohlížeči, s tlačítky k rozhodnutí',
    'plan --help': 'víc o jednom příkazu, s příklady',
  },
  exitCodes:
    'Návratové kódy: 0 hotovo nebo není co dělat, 1 selhalo, 2 špatné použití nebo nastavení, 3 zadrženo, 4 hotovo, ale něco se odmítlo',
  sentences: {
    'set a shop up from one export: asks what the file does not tell, writes the settings, shows the first plan':
      'nastavit e-shop podle jednoho exportu: zeptá se, co soubor neřekne, zapíše nastavení a ukáže první plán',
    'settings of the shop': 'nastavení e-shopu',
    'folder for the exports and the state, made where it is missing':
      'složka s exporty a stavem; kde chybí, vytvoří se',
    'ask nothing: what has no option here is as usual': 'na nic se neptat: co zde není uvedeno, bude jako obvykle',
    "the shop's administration, as https://my-shop.admin.s7.upgates.com":
      'administrace e-shopu, např. https://muj-shop.admin.s7.upgates.com',
    'the login of the API': 'přihlašovací jméno k API',
    "the column with the shop's order number, where no column reads as one":
      'sloupec s číslem objednávky z e-shopu, pokud se žádný nepozná sám',
    'what the words of the ERP are called in the shop, as "WORD=STATUS, …" or in their order; "-" leaves one alone':
      'jak se slova účetního programu jmenují v e-shopu, jako „SLOVO=STAV, …“ nebo po pořadě; „-“ nechá stav být',
    'the statuses that mail the customer': 'stavy, při kterých e-shop pošle zákazníkovi e-mail',
    'en, cs or sk (default: as the system is set)': 'en, cs nebo sk (jinak podle systému)',
    'tell what an export is, which ready-made mapping fits, and settings to start from':
      'říct, co je to za export, které hotové mapování na něj sedí, a jak začít s nastavením',
    'try this ready-made mapping (docs/erp has a page for each)':
      'zkusit toto hotové mapování (každé má stránku v docs/erp)',
    'read it as this feed of the settings does, and tell what comes of it':
      'přečíst ho jako tento zdroj z nastavení a říct, co z něj vyjde',
    'print the result as JSON': 'vypsat výsledek jako JSON',
    'tell whether everything is there: login, statuses, custom fields, exports, state; reads only (3 requests)':
      'zjistit, jestli je všechno na místě: přihlášení, stavy, vlastní pole, exporty, stav; jen čte (3 požadavky)',
    'folder with the exports and the state (default: ./data)': 'složka s exporty a stavem (jinak ./data)',
    'bucket with the exports and the state, instead of a folder': 'bucket s exporty a stavem, místo složky',
    'the bucket of the deployed function': 'bucket nasazené funkce',
    'work with the settings of the file, also where the deployed function has others':
      'pracovat s nastavením ze souboru, i když má nasazená funkce jiné',
    'every shop of order-sync.d/; below the folder each has a folder of its name':
      'každý e-shop z order-sync.d/; ve složce má každý svou podsložku',
    'file that holds the API key (default: what UPGATES_API_KEY says)':
      'soubor s API klíčem (jinak co říká UPGATES_API_KEY)',
    'show what a run would change, and whether the guard lets it pass; writes and sends nothing':
      'ukázat, co by běh změnil a jestli to pojistka pustí; nic nezapisuje a neposílá',
    'only these orders; the rest stays planned': 'jen tyto objednávky; ostatní zůstanou naplánované',
    'at most so many orders, the most urgent first; the rest stays planned':
      'nejvýše tolik objednávek, nejnaléhavější první; ostatní zůstanou naplánované',
    'write it as a page to read, print and send, too': 'zapsat ho i jako stránku ke čtení, tisku a poslání',
    'rows of the table at most, or all (default: 40 on a terminal, all in a pipe)':
      'nejvýše tolik řádků tabulky, nebo all (jinak 40 na obrazovce, jinde všechny)',
    'read the exports, post what changed, keep the evidence':
      'přečíst exporty, odeslat, co se změnilo, a schovat doklady',
    'mail no customer in this run': 'v tomto běhu neposlat žádný e-mail zákazníkovi',
    'read every record, also those that have not changed since the last export, and compare':
      'přečíst všechny záznamy, i ty, které se od minulého exportu nezměnily, a porovnat je',
    'on a small allowance, do not wait for other changes to share a request':
      'při malém limitu požadavků nečekat, až se změny spojí do jednoho',
    'stop posting after so many minutes; the rest stays for the next run':
      'přestat odesílat po tolika minutách; zbytek zůstane na příští běh',
    'what happened lately and what waits: pending, parked, held, blocked, refused':
      'co se v poslední době stalo a co čeká: na odeslání, odmítnuté, zadržené, zastavené',
    'how many days to look back': 'kolik dní zpět hledat',
    'serve what waits, plans, runs and orders to a browser on this machine, and decide there':
      'ukázat v prohlížeči na tomto počítači, co čeká, plány, běhy a objednávky, a tam také rozhodovat',
    'port; 0 for any that is free': 'port; 0 pro kterýkoli volný',
    'everything that was sent about one order and what the shop said, newest first':
      'všechno, co se o jedné objednávce odeslalo a co na to e-shop řekl, nejnovější první',
    'what was set in the shop in a month, as CSV: order, field, before, after, export, mailed, approved by':
      'co se za měsíc v e-shopu nastavilo, jako CSV: objednávka, pole, před, po, export, e-mail, kdo schválil',
    'as 2026-11': 'např. 2026-11',
    'write it into a file for a spreadsheet, instead of printing it':
      'zapsat to do souboru pro tabulkový program, místo vypsání',
    'approve exactly the changes of a held plan': 'schválit přesně ty změny, které jsou v zadrženém plánu',
    'who decides (default: your user name)': 'kdo rozhoduje (jinak vaše uživatelské jméno)',
    'decide without being asked once more': 'rozhodnout bez další otázky',
    'whoever posts them, mail no customer': 'ať je odešle kdokoli, žádný e-mail zákazníkům',
    'turn down the changes of a held plan until the exports say something else':
      'zamítnout změny zadrženého plánu, dokud exporty neřeknou něco jiného',
    'let parked orders go out with the next run: these, or all':
      'nechat odmítnuté objednávky odejít s příštím během: tyto, nebo všechny',
    'list what people have changed in the shop since the last look; reads only, a request for 100 orders':
      'vypsat, co lidé v e-shopu změnili od posledního pohledu; jen čte, jeden požadavek na 100 objednávek',
    'how many hours to look back; 0 for since the last look':
      'kolik hodin zpět hledat; 0 znamená od posledního pohledu',
    'leave what somebody has set in the shop, until the export says something else about these orders':
      'nechat, co někdo nastavil v e-shopu, dokud export o těchto objednávkách neřekne něco jiného',
    'let the export have its way over what somebody has set in the shop; customers may be mailed':
      'prosadit export přes to, co někdo nastavil v e-shopu; zákazníci mohou dostat e-mail',
    'let the same API key be tried once more, after the login was unlocked':
      'zkusit stejný API klíč ještě jednou, až bude přihlášení odemčené',
    'give up a refused export, so that its feed goes on with the newest sound one that was never read':
      'vzdát se odmítnutého exportu, aby zdroj pokračoval nejnovějším dobrým, který se ještě nečetl',
    'what was decided, by whom and when, and what came of it, newest first':
      'o čem se rozhodlo, kdo a kdy, a co z toho bylo, nejnovější první',
    'take back a rejection, a dismissal, or an approval, as far as nothing of it was posted yet':
      'vzít zpět zamítnutí, přeskočení nebo schválení, pokud se z něj ještě nic neodeslalo',
    'take back what a run has set, mailing nobody; tell what has changed since, and whom it had mailed':
      'vrátit, co běh nastavil, bez e-mailů; řekne, co se od té doby změnilo a komu běh psal',
    'the shop may mail customers of it': 'e-shop o tom smí poslat zákazníkům e-mail',
    'do not hear what the exports still say about it, until they say something else':
      'nebrat v úvahu, co o tom exporty pořád říkají, dokud neřeknou něco jiného',
    'write down whom the run had mailed, for a spreadsheet': 'zapsat, komu běh psal, pro tabulkový program',
    'take what the exports say as acknowledged, without posting: for a shop that shows it already':
      'převzít, co exporty říkají, bez odeslání: pro e-shop, který to už ukazuje',
    "take an order's values out of archive, reports, snapshot and held plans; the proof of the requests stays":
      'vymazat hodnoty objednávky z archivu, zpráv, stavu a zadržených plánů; doklad o požadavcích zůstane',
    'delete requests, reports and exports that are older than "retention" of the settings says':
      'smazat požadavky, zprávy a exporty starší, než dovoluje „retention“ v nastavení',
    'run the deployed function now, and print its report': 'spustit nasazenou funkci hned a vypsat její zprávu',
    'name of the function (default: order-sync-SHOP)': 'jméno funkce (jinak order-sync-SHOP)',
    'the bucket that the function must work on': 'bucket, se kterým má funkce pracovat',
    'store the API key where the deployed function reads it: key set; asks for it, or reads it from a pipe':
      'uložit API klíč tam, kde ho čte nasazená funkce: key set; zeptá se na něj, nebo ho přečte z roury',
    'file that holds the key, as file://api-key.txt': 'soubor s klíčem, např. file://api-key.txt',
    "watch the ERP's folder, and put finished files into the bucket":
      'hlídat složku účetního programu a hotové soubory ukládat do bucketu',
    'bucket of the shop; BUCKET/FOLDER where several share it':
      'bucket e-shopu; BUCKET/SLOŽKA, kde jich má společný víc',
    'feed that the files belong to': 'zdroj, kterému soubory patří',
    'leave alone what does not end like this, as .csv': 'nechat být, co takto nekončí, např. .csv',
    'upload what is finished now, and end': 'nahrát, co je teď hotové, a skončit',
    'what was uploaded when (default: .order-sync-uploads.ndjson in the folder)':
      'co se kdy nahrálo (jinak .order-sync-uploads.ndjson v té složce)',
    'make an address to which one file can be uploaded for some hours, without any key':
      'vytvořit adresu, na kterou jde několik hodin nahrát jeden soubor bez jakéhokoli klíče',
    'bucket of the shop (default: that of the deployed function)': 'bucket e-shopu (jinak ten nasazené funkce)',
    'feed that the file belongs to': 'zdroj, kterému soubor patří',
    'how long the address lives': 'jak dlouho adresa platí',
    'have this machine run the sync every few minutes: install, remove or show':
      'spouštět běh na tomto počítači každých pár minut: install, remove nebo show',
    'minutes between two runs': 'minut mezi dvěma běhy',
    'serve a simulated shop on this machine that answers both APIs like Upgates does':
      'zkušební e-shop na tomto počítači, který odpovídá na obě API jako Upgates',
    'what the shop starts with: any export that inspect understands, or one order number a line':
      's čím e-shop začíná: jakýkoli export, kterému rozumí inspect, nebo jedno číslo objednávky na řádek',
    'port to listen on; 0 for any that is free': 'port, na kterém naslouchá; 0 pro kterýkoli volný',
    'the only login that is accepted (default: any)': 'jediné přihlašovací jméno, které přijme (jinak jakékoli)',
    'the only API key that is accepted (default: any)': 'jediný API klíč, který přijme (jinak jakýkoli)',
    'print a script that lets bash, zsh, fish or PowerShell complete commands and options':
      'vypsat skript, se kterým bash, zsh, fish nebo PowerShell doplňuje příkazy a volby',
    'show the main job on two days of a Czech ERP, against a simulated shop; needs no settings':
      'ukázat hlavní věc na dvou dnech českého účetního programu a zkušebním e-shopu; nastavení nepotřebuje',
    'v2 or state-update': 'v2 nebo state-update',
    'folder that is made anew and left behind to look at': 'složka, která se vytvoří znovu a zůstane k prohlédnutí',
  },
}
