import { dayOne, dayTwo, run, testSingleFaults } from './single-faults.ts'

testSingleFaults('an approval', {
  setup: { guard: 'narrow' },
  actions: [dayOne, run(), dayTwo, run(), { do: 'decide', what: 'approve' }],
})
