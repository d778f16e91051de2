import { fieldEntries } from '../../order.ts'
import { type Line, mapWanted } from './line.ts'

/** Takes back what a person decided about values that still wait. */
export const undecide = (line: Line, id: string): Line =>
  fieldEntries(line.wanted).some(([, { decided }]) => decided?.id === id)
    ? mapWanted(line, (field) => {
        const { decided, ...rest } = field
        return decided?.id === id ? rest : field
      })
    : line
