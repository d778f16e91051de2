import { describe, expect, it } from 'vitest'
import { type Holder, isProcessGone, thisProcess } from '../../lib/storage/holder.ts'

describe('a process', () => {
  it('is not gone while it lives, and gone when nobody has its number', () => {
    expect(isProcessGone(thisProcess())).toBe(false)
    expect(isProcessGone({ ...thisProcess(), pid: 2 ** 22 + 5 })).toBe(true)
  })
  it('of another machine is never known to be gone', () => {
    expect(isProcessGone({ host: 'elsewhere', pid: 2 ** 22 + 5 })).toBe(false)
  })
  describe.runIf(process.platform === 'linux')('on Linux', () => {
    const boot = thisProcess().startedAt?.split('/')[0]
    it.each<[string, Partial<Holder>, boolean]>([
      ['is gone when another one has got its number', { startedAt: `${boot}/1` }, true],
      ['may live on a machine of the same name that was booted another time', { startedAt: 'another/1' }, false],
      ['may live where nobody has told the boot', { startedAt: undefined, pid: 2 ** 22 + 5 }, false],
      ['may live on a machine that tells its boot by the clock', { startedAt: 'booted-5/', pid: 2 ** 22 + 5 }, false],
      ['may live in another container of the same name', { pidNamespace: 'pid:[1]', pid: 2 ** 22 + 5 }, false],
      ['may live in a container that tells no namespace', { pidNamespace: undefined, pid: 2 ** 22 + 5 }, false],
    ])('%s', (_what, more, gone) => {
      expect(isProcessGone({ ...thisProcess(), ...more })).toBe(gone)
    })
  })
})
