import { type TerminalVoice, terminalVoice } from '../print/voice.ts'
import type { Io } from './io.ts'
import { type Spoken, zoneHere } from './zone.ts'

/** How a command speaks to a person here; from now on its errors are told in the same language. */
export async function voiceHere(settings: Spoken, io: Io): Promise<TerminalVoice> {
  const zone = zoneHere(settings, io)
  io.spoken?.(zone)
  return terminalVoice(zone, io)
}
