import { dayOne, dayTwo, run, testSingleFaults, wait } from './single-faults.ts'

testSingleFaults('a run that died', {
  actions: [dayOne, run(), dayTwo, run({ at: 'PUT orders', nth: 1, kind: 'crash after' }), wait(3)],
})
