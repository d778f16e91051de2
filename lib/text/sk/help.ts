import type { HelpTexts } from '../help-shape.ts'

/** `--help` in Slovak. */
export const help: HelpTexts = {
  description:
    'Prenáša stavy objednávok z exportov účtovného programu do e-shopu Upgates: len čo sa zmenilo, nikdy dvakrát.',
  titles: { 'Usage:': 'Použitie:', 'Arguments:': 'Údaje:', 'Options:': 'Voľby:', 'Commands:': 'Príkazy:' },
  values: {
    options: 'voľby',
    command: 'príkaz',
    file: 'súbor',
    dir: 'priečinok',
    address: 'adresa',
    login: 'meno',
    column: 'stĺpec',
    list: 'zoznam',
    code: 'kód',
    name: 'meno',
    orders: 'objednávky',
    number: 'číslo',
    settings: 'nastavenie',
    order: 'objednávka',
    month: 'mesiac',
    hash: 'odtlačok',
    key: 'kľúč',
    id: 'id',
    run: 'beh',
    what: 'čo',
    folder: 'priečinok',
    ending: 'prípona',
    shell: 'shell',
    api: 'api',
  },
  usual: 'inak',
  version: 'vypísať verziu',
  help: 'ukázať pomoc k príkazu',
  examples: 'Príklady:',
  first: {
    demo: 'dva dni jedného e-shopu, na skúšobnom',
    init: 'nastaviť e-shop podľa jedného exportu',
    plan: 'čo by beh zmenil; nič nezapisuje a neposiela',
    run: 'odoslať, čo sa zmenilo',
    status: 'čo sa stalo a čo na vás čaká',
    console: 'to všetko v prehliadači, s tlačidlami na rozhodnutie',
    'plan --help': 'viac o jednom príkaze, s príkladmi',
  },
  exitCodes:
    'Návratové kódy: 0 hotovo alebo nie je čo robiť, 1 zlyhalo, 2 zlé použitie alebo nastavenie, 3 zadržané, 4 hotovo, ale niečo sa odmietlo',
  sentences: {
    'set a shop up from one export: asks what the file does not tell, writes the settings, shows the first plan':
      'nastaviť e-shop podľa jedného exportu: opýta sa, čo súbor nepovie, zapíše nastavenie a ukáže prvý plán',
    'settings of the shop': 'nastavenie e-shopu',
    'folder for the exports and the state, made where it is missing':
      'priečinok s exportmi a stavom; kde chýba, vytvorí sa',
    'ask nothing: what has no option here is as usual': 'na nič sa nepýtať: čo tu nie je uvedené, bude ako zvyčajne',
    "the shop's administration, as https://my-shop.admin.s7.upgates.com":
      'administrácia e-shopu, napr. https://moj-shop.admin.s7.upgates.com',
    'the login of the API': 'prihlasovacie meno k API',
    "the column with the shop's order number, where no column reads as one":
      'stĺpec s číslom objednávky z e-shopu, ak sa žiadny nepozná sám',
    'what the words of the ERP are called in the shop, as "WORD=STATUS, …" or in their order; "-" leaves one alone':
      'ako sa slová účtovného programu volajú v e-shope, ako „SLOVO=STAV, …“ alebo po poradí; „-“ nechá stav tak',
    'the statuses that mail the customer': 'stavy, pri ktorých e-shop pošle zákazníkovi e-mail',
    'en, cs or sk (default: as the system is set)': 'en, cs alebo sk (inak podľa systému)',
    'tell what an export is, which ready-made mapping fits, and settings to start from':
      'povedať, čo je to za export, ktoré hotové mapovanie naň sedí a ako začať s nastavením',
    'try this ready-made mapping (docs/erp has a page for each)':
      'skúsiť toto hotové mapovanie (každé má stránku v docs/erp)',
    'read it as this feed of the settings does, and tell what comes of it':
      'prečítať ho ako tento zdroj z nastavenia a povedať, čo z neho vyjde',
    'print the result as JSON': 'vypísať výsledok ako JSON',
    'tell whether everything is there: login, statuses, custom fields, exports, state; reads only (3 requests)':
      'zistiť, či je všetko na mieste: prihlásenie, stavy, vlastné polia, exporty, stav; len číta (3 požiadavky)',
    'folder with the exports and the state (default: ./data)': 'priečinok s exportmi a stavom (inak ./data)',
    'bucket with the exports and the state, instead of a folder': 'bucket s exportmi a stavom, namiesto priečinka',
    'the bucket of the deployed function': 'bucket nasadenej funkcie',
    'work with the settings of the file, also where the deployed function has others':
      'pracovať s nastavením zo súboru, aj keď má nasadená funkcia iné',
    'every shop of order-sync.d/; below the folder each has a folder of its name':
      'každý e-shop z order-sync.d/; v priečinku má každý svoj podpriečinok',
    'file that holds the API key (default: what UPGATES_API_KEY says)':
      'súbor s API kľúčom (inak čo hovorí UPGATES_API_KEY)',
    'show what a run would change, and whether the guard lets it pass; writes and sends nothing':
      'ukázať, čo by beh zmenil a či to poistka pustí; nič nezapisuje a neposiela',
    'only these orders; the rest stays planned': 'len tieto objednávky; ostatné zostanú naplánované',
    'at most so many orders, the most urgent first; the rest stays planned':
      'najviac toľko objednávok, najsúrnejšie prvé; ostatné zostanú naplánované',
    'write it as a page to read, print and send, too': 'zapísať ho aj ako stránku na čítanie, tlač a poslanie',
    'rows of the table at most, or all (default: 40 on a terminal, all in a pipe)':
      'najviac toľko riadkov tabuľky, alebo all (inak 40 na obrazovke, inde všetky)',
    'read the exports, post what changed, keep the evidence':
      'prečítať exporty, odoslať, čo sa zmenilo, a odložiť doklady',
    'mail no customer in this run': 'v tomto behu neposlať žiadny e-mail zákazníkovi',
    'read every record, also those that have not changed since the last export, and compare':
      'prečítať všetky záznamy, aj tie, ktoré sa od minulého exportu nezmenili, a porovnať ich',
    'on a small allowance, do not wait for other changes to share a request':
      'pri malom limite požiadaviek nečakať, kým sa zmeny spoja do jednej',
    'stop posting after so many minutes; the rest stays for the next run':
      'prestať odosielať po toľkých minútach; zvyšok zostane na ďalší beh',
    'what happened lately and what waits: pending, parked, held, blocked, refused':
      'čo sa v poslednom čase stalo a čo čaká: na odoslanie, odmietnuté, zadržané, zastavené',
    'how many days to look back': 'koľko dní späť hľadať',
    'serve what waits, plans, runs and orders to a browser on this machine, and decide there':
      'ukázať v prehliadači na tomto počítači, čo čaká, plány, behy a objednávky, a tam aj rozhodovať',
    'port; 0 for any that is free': 'port; 0 pre ktorýkoľvek voľný',
    'everything that was sent about one order and what the shop said, newest first':
      'všetko, čo sa o jednej objednávke odoslalo a čo na to e-shop povedal, najnovšie prvé',
    'what was set in the shop in a month, as CSV: order, field, before, after, export, mailed, approved by':
      'čo sa za mesiac v e-shope nastavilo, ako CSV: objednávka, pole, pred, po, export, e-mail, kto schválil',
    'as 2026-11': 'napr. 2026-11',
    'write it into a file for a spreadsheet, instead of printing it':
      'zapísať to do súboru pre tabuľkový program, namiesto vypísania',
    'approve exactly the changes of a held plan': 'schváliť presne tie zmeny, ktoré sú v zadržanom pláne',
    'who decides (default: your user name)': 'kto rozhoduje (inak vaše používateľské meno)',
    'decide without being asked once more': 'rozhodnúť bez ďalšej otázky',
    'whoever posts them, mail no customer': 'nech ich odošle ktokoľvek, žiadny e-mail zákazníkom',
    'turn down the changes of a held plan until the exports say something else':
      'zamietnuť zmeny zadržaného plánu, kým exporty nepovedia niečo iné',
    'let parked orders go out with the next run: these, or all':
      'nechať odmietnuté objednávky odísť s ďalším behom: tieto, alebo všetky',
    'list what people have changed in the shop since the last look; reads only, a request for 100 orders':
      'vypísať, čo ľudia v e-shope zmenili od posledného pohľadu; len číta, jedna požiadavka na 100 objednávok',
    'how many hours to look back; 0 for since the last look':
      'koľko hodín späť hľadať; 0 znamená od posledného pohľadu',
    'leave what somebody has set in the shop, until the export says something else about these orders':
      'nechať, čo niekto nastavil v e-shope, kým export o týchto objednávkach nepovie niečo iné',
    'let the export have its way over what somebody has set in the shop; customers may be mailed':
      'presadiť export cez to, čo niekto nastavil v e-shope; zákazníci môžu dostať e-mail',
    'let the same API key be tried once more, after the login was unlocked':
      'skúsiť ten istý API kľúč ešte raz, keď bude prihlásenie odomknuté',
    'give up a refused export, so that its feed goes on with the newest sound one that was never read':
      'vzdať sa odmietnutého exportu, aby zdroj pokračoval najnovším dobrým, ktorý sa ešte nečítal',
    'what was decided, by whom and when, and what came of it, newest first':
      'o čom sa rozhodlo, kto a kedy, a čo z toho bolo, najnovšie prvé',
    'take back a rejection, a dismissal, or an approval, as far as nothing of it was posted yet':
      'vziať späť zamietnutie, preskočenie alebo schválenie, ak sa z neho ešte nič neodoslalo',
    'take back what a run has set, mailing nobody; tell what has changed since, and whom it had mailed':
      'vrátiť, čo beh nastavil, bez e-mailov; povie, čo sa odvtedy zmenilo a komu beh písal',
    'the shop may mail customers of it': 'e-shop o tom smie poslať zákazníkom e-mail',
    'do not hear what the exports still say about it, until they say something else':
      'nebrať do úvahy, čo o tom exporty stále hovoria, kým nepovedia niečo iné',
    'write down whom the run had mailed, for a spreadsheet': 'zapísať, komu beh písal, pre tabuľkový program',
    'take what the exports say as acknowledged, without posting: for a shop that shows it already':
      'prevziať, čo exporty hovoria, bez odoslania: pre e-shop, ktorý to už ukazuje',
    "take an order's values out of archive, reports, snapshot and held plans; the proof of the requests stays":
      'vymazať hodnoty objednávky z archívu, správ, stavu a zadržaných plánov; doklad o požiadavkách zostane',
    'delete requests, reports and exports that are older than "retention" of the settings says':
      'zmazať požiadavky, správy a exporty staršie, než dovoľuje „retention“ v nastavení',
    'run the deployed function now, and print its report': 'spustiť nasadenú funkciu hneď a vypísať jej správu',
    'name of the function (default: order-sync-SHOP)': 'meno funkcie (inak order-sync-SHOP)',
    'the bucket that the function must work on': 'bucket, s ktorým má funkcia pracovať',
    'store the API key where the deployed function reads it: key set; asks for it, or reads it from a pipe':
      'uložiť API kľúč tam, kde ho číta nasadená funkcia: key set; opýta sa naň, alebo ho prečíta z rúry',
    'file that holds the key, as file://api-key.txt': 'súbor s kľúčom, napr. file://api-key.txt',
    "watch the ERP's folder, and put finished files into the bucket":
      'strážiť priečinok účtovného programu a hotové súbory ukladať do bucketu',
    'bucket of the shop; BUCKET/FOLDER where several share it':
      'bucket e-shopu; BUCKET/PRIEČINOK, kde ich má spoločný viac',
    'feed that the files belong to': 'zdroj, ktorému súbory patria',
    'leave alone what does not end like this, as .csv': 'nechať tak, čo takto nekončí, napr. .csv',
    'upload what is finished now, and end': 'nahrať, čo je teraz hotové, a skončiť',
    'what was uploaded when (default: .order-sync-uploads.ndjson in the folder)':
      'čo sa kedy nahralo (inak .order-sync-uploads.ndjson v tom priečinku)',
    'make an address to which one file can be uploaded for some hours, without any key':
      'vytvoriť adresu, na ktorú sa dá niekoľko hodín nahrať jeden súbor bez akéhokoľvek kľúča',
    'bucket of the shop (default: that of the deployed function)': 'bucket e-shopu (inak ten nasadenej funkcie)',
    'feed that the file belongs to': 'zdroj, ktorému súbor patrí',
    'how long the address lives': 'ako dlho adresa platí',
    'have this machine run the sync every few minutes: install, remove or show':
      'spúšťať beh na tomto počítači každých pár minút: install, remove alebo show',
    'minutes between two runs': 'minút medzi dvoma behmi',
    'serve a simulated shop on this machine that answers both APIs like Upgates does':
      'skúšobný e-shop na tomto počítači, ktorý odpovedá na obe API ako Upgates',
    'what the shop starts with: any export that inspect understands, or one order number a line':
      's čím e-shop začína: akýkoľvek export, ktorému rozumie inspect, alebo jedno číslo objednávky na riadok',
    'port to listen on; 0 for any that is free': 'port, na ktorom počúva; 0 pre ktorýkoľvek voľný',
    'the only login that is accepted (default: any)': 'jediné prihlasovacie meno, ktoré prijme (inak akékoľvek)',
    'the only API key that is accepted (default: any)': 'jediný API kľúč, ktorý prijme (inak akýkoľvek)',
    'print a script that lets bash, zsh, fish or PowerShell complete commands and options':
      'vypísať skript, s ktorým bash, zsh, fish alebo PowerShell dopĺňa príkazy a voľby',
    'show the main job on two days of a Czech ERP, against a simulated shop; needs no settings':
      'ukázať hlavnú vec na dvoch dňoch českého účtovného programu a skúšobnom e-shope; nastavenie nepotrebuje',
    'v2 or state-update': 'v2 alebo state-update',
    'folder that is made anew and left behind to look at': 'priečinok, ktorý sa vytvorí znova a zostane na prezretie',
  },
}
