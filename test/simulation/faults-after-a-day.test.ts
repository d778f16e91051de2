import { dayOne, dayTwo, run, testSingleFaults } from './single-faults.ts'

testSingleFaults('an ordinary day', { actions: [dayOne, run(), dayTwo] })
