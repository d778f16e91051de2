import { createCounter } from '../language.ts'
import type { TerminalTexts } from '../terminal-shape.ts'

const count = createCounter('cs')
const orders = count({ one: '# objednávka', few: '# objednávky', other: '# objednávek' })
const requests = count({ one: '# požadavek', few: '# požadavky', other: '# požadavků' })
const onlyReads = count({ one: '1 jen na čtení', few: '# jen na čtení', other: '# jen na čtení' })
const mailed = count({
  one: 'e-mail dostal # zákazník',
  few: 'e-mail dostali # zákazníci',
  other: 'e-mail dostalo # zákazníků',
})

/** What the command line says of what goes on beside runs, in Czech. */
export const beside: Pick<TerminalTexts, 'serve' | 'upload' | 'demo' | 'simulate'> = {
  serve: {
    console: (shops, address) => `Konzole (${shops}): ${address}`,
    consoleSafe: 'Kdo zná tuto adresu, smí rozhodovat. Odpovídá jen tomuto počítači. Ukončíte ji klávesami Ctrl+C.',
    schedule: (minutes, scheduler) =>
      `Od teď běží ${count({ one: 'každou minutu', few: 'každé # minuty', other: 'každých # minut' })(minutes)}, spouští to ${scheduler}:`,
    scheduleHow: 'Jak to jde: order-sync status. Konec: order-sync schedule remove',
    unscheduled: (scheduler) => `Odstraněno (${scheduler}), i s uloženým klíčem.`,
    nothingScheduled: 'Nic není naplánováno.',
    scheduleIt: 'Nic není naplánováno. Naplánujete to příkazem: order-sync schedule install',
    keyStored: (version, parameter) =>
      `Uloženo jako verze ${version} parametru ${parameter}. Použije ji příští běh; hned: order-sync invoke`,
    typeKey: 'API klíč e-shopu (při psaní se neukazuje):',
    inItsBucket: 'archive/ v jeho bucketu',
  },
  upload: {
    watching: (folder, place) => `Hlídám ${folder} pro ${place}. Ukončíte to klávesami Ctrl+C.`,
    nothing: 'Není co nahrát.',
    link: (hours, place) =>
      `Po ${count({ one: '# hodinu', few: '# hodiny', other: '# hodin' })(hours)}, nebo dokud platí přihlášení, kterým vznikla, smí každý, kdo má tuto adresu, nahrát ${place}, kolikrát chce:`,
  },
  demo: {
    shop: (number, address) => `Zkušební e-shop (${orders(number)}) odpovídá na ${address}.`,
    days: [
      'Den první: první běh převezme, co účetní program říká, a nic neposílá',
      'Den druhý: odešle se jen to, co se změnilo',
      'Den druhý ještě jednou: nic nového, tak se nic neposílá',
    ],
    drops: (file) => `Účetní program uloží ${file}`,
    saw: (number, reads, mails) =>
      `E-shop dostal ${requests(number)}${reads > 0 ? ` (z toho ${onlyReads(reads)})` : ''}, ${mailed(mails)}.`,
    look: 'Podívejte se:',
    holds: (folder) => `ve složce ${folder} jsou exporty, stav, zprávy a každý požadavek s odpovědí.`,
    settings: 'nastavení tohoto e-shopu',
    page: 'stránka druhého dne: otevřete ji v prohlížeči',
  },
  simulate: {
    listens: (number, address) => `Zkušební e-shop (${orders(number)}) naslouchá na ${address}`,
    anOrder: 'objednávka:',
    shows: (address) => `${address} ji ukáže jako administrace`,
    setUrl: 'První z těchto adres dejte v nastavení do „url“ v „upgates“. Ukončíte ho klávesami Ctrl+C.',
    ended: (number, mails) => `${requests(number)}, e-mailů zákazníkům: ${mails}`,
  },
}
