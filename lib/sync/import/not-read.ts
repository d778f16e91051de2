import { UnusableExport } from '../../exports/record.ts'

/** The store does not give the export; another time it may. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** The store gives other exports, but not this one. */
export class Refused extends UnusableExport {}

/** The export is gone, or became another one between two looks at it. */
export class Vanished extends Error {
  override name = 'Vanished'
}
