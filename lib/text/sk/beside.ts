import { createCounter } from '../language.ts'
import type { TerminalTexts } from '../terminal-shape.ts'

const count = createCounter('sk')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávok' })
const requests = count({ one: '# požiadavka', few: '# požiadavky', other: '# požiadaviek' })
const requestsObject = count({ one: '# požiadavku', few: '# požiadavky', other: '# požiadaviek' })
const onlyReads = count({ one: '1 len na čítanie', few: '# len na čítanie', other: '# len na čítanie' })
const mailed = count({
  one: 'e-mail dostal # zákazník',
  few: 'e-mail dostali # zákazníci',
  other: 'e-mail dostalo # zákazníkov',
})

/** What the command line says of what goes on beside runs, in Slovak. */
export const beside: Pick<TerminalTexts, 'serve' | 'upload' | 'demo' | 'simulate'> = {
  serve: {
    console: (shops, address) => `Konzola (${shops}): ${address}`,
    consoleSafe: 'Kto pozná túto adresu, smie rozhodovať. Odpovedá len tomuto počítaču. Ukončíte ju klávesmi Ctrl+C.',
    schedule: (minutes, scheduler) =>
      `Odteraz beží ${count({ one: 'každú minútu', few: 'každé # minúty', other: 'každých # minút' })(minutes)}, spúšťa to ${scheduler}:`,
    scheduleHow: 'Ako to ide: order-sync status. Koniec: order-sync schedule remove',
    unscheduled: (scheduler) => `Odstránené (${scheduler}), aj s uloženým kľúčom.`,
    nothingScheduled: 'Nič nie je naplánované.',
    scheduleIt: 'Nič nie je naplánované. Naplánujete to príkazom: order-sync schedule install',
    keyStored: (version, parameter) =>
      `Uložené ako verzia ${version} parametra ${parameter}. Použije ju ďalší beh; hneď: order-sync invoke`,
    typeKey: 'API kľúč e-shopu (pri písaní sa neukazuje):',
    inItsBucket: 'archive/ v jeho buckete',
  },
  upload: {
    watching: (folder, place) => `Strážim ${folder} pre ${place}. Ukončíte to klávesmi Ctrl+C.`,
    nothing: 'Nie je čo nahrať.',
    link: (hours, place) =>
      `Počas ${count({ one: '# hodiny', few: '# hodín', other: '# hodín' })(hours)}, alebo kým platí prihlásenie, ktorým vznikla, smie každý, kto má túto adresu, nahrať ${place}, koľkokrát chce:`,
  },
  demo: {
    shop: (number, address) => `Skúšobný e-shop (${orders(number)}) odpovedá na ${address}.`,
    days: [
      'Deň prvý: prvý beh prevezme, čo účtovný program hovorí, a nič neposiela',
      'Deň druhý: odošle sa len to, čo sa zmenilo',
      'Deň druhý ešte raz: nič nové, tak sa nič neposiela',
    ],
    drops: (file) => `Účtovný program uloží ${file}`,
    saw: (number, reads, mails) =>
      `E-shop dostal ${requestsObject(number)}${reads > 0 ? ` (z toho ${onlyReads(reads)})` : ''}, ${mailed(mails)}.`,
    look: 'Pozrite sa:',
    holds: (folder) => `v priečinku ${folder} sú exporty, stav, správy a každá požiadavka s odpoveďou.`,
    settings: 'nastavenie tohto e-shopu',
    page: 'stránka druhého dňa: otvorte ju v prehliadači',
  },
  simulate: {
    listens: (number, address) => `Skúšobný e-shop (${orders(number)}) počúva na ${address}`,
    anOrder: 'objednávka:',
    shows: (address) => `${address} ju ukáže ako administrácia`,
    setUrl: 'Prvú z týchto adries dajte v nastavení do „url“ v „upgates“. Ukončíte ho klávesmi Ctrl+C.',
    ended: (number, mails) => `${requests(number)}, e-mailov zákazníkom: ${mails}`,
  },
}
