import { describe, expect, test } from 'vitest'
import { addCounts, countPlaywright, countVitest, none, readCounts, totalLine } from './counts'

const vitestReport = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  numTotalTests: 10,
}
const playwrightReport = { errors: [], stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 1 } }

test('the last line has the exact machine-readable format', () => {
  const counts = addCounts(addCounts(none, { passed: 2, failed: 0, skipped: 1 }), {
    passed: 3,
    failed: 1,
    skipped: 0,
  })
  expect(totalLine(counts)).toBe('total: 5 passed, 1 failed, 1 skipped')
})

describe('vitest', () => {
  test('counts todo as skipped', () => {
    expect(countVitest(vitestReport, 0)).toEqual({ passed: 7, failed: 0, skipped: 3 })
  })
  test('counts a file that does not load as a failure', () => {
    expect(countVitest({ ...vitestReport, success: false }, 1).failed).toBe(1)
  })
  test('counts an error outside every test as a failure', () => {
    expect(countVitest(vitestReport, 1).failed).toBe(1)
  })
  test('does not count a failed test twice', () => {
    expect(countVitest({ ...vitestReport, success: false, numFailedTests: 2 }, 1).failed).toBe(2)
  })
})

describe('playwright', () => {
  test('counts a flaky test as failed', () => {
    expect(
      countPlaywright({ ...playwrightReport, stats: { ...playwrightReport.stats, flaky: 1 } }, 1).failed,
    ).toBe(1)
  })
  test('counts a failed set-up before any test', () => {
    expect(countPlaywright({ ...playwrightReport, errors: [{}] }, 1).failed).toBe(1)
  })
})

test('a missing report is a failed run', () => {
  expect(readCounts('/nonexistent/report.json', () => none)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
