import { join } from 'node:path'

/** Where the files lie that `demo` shows: beside `lib`, among the sources and in the package. */
export const examplesFolder = (): string => join(import.meta.dirname, '../../examples')
