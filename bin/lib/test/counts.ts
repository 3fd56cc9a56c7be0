import { readFileSync } from 'node:fs'

export type Counts = { passed: number; failed: number; skipped: number }

export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** The last line of `npm test`, machine-readable. */
export function totalLine(counts: Counts): string {
  return `total: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
}

type VitestReport = {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numTotalTests: number
}

/**
 * Counts of a vitest JSON report. An unsuccessful run without a failed test, such as a file that does not load or an
 * error outside every test, counts as one failure.
 */
export function countVitest(report: VitestReport, exitCode: number | null): Counts {
  const isUnexplained = report.numFailedTests === 0 && (!report.success || exitCode !== 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (isUnexplained ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

type PlaywrightReport = {
  errors: unknown[]
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/**
 * Counts of a Playwright JSON report; a flaky test counts as failed, and so does a run that ended before its tests.
 */
export function countPlaywright(report: PlaywrightReport, exitCode: number | null): Counts {
  const { expected, unexpected, flaky, skipped } = report.stats
  const failed = unexpected + flaky
  const isUnexplained = failed === 0 && (exitCode !== 0 || report.errors.length > 0)
  return { passed: expected, failed: failed + (isUnexplained ? 1 : 0), skipped }
}

/** Read a report; a missing one counts as a failed run. */
export function readCounts<T>(file: string, count: (report: T) => Counts): Counts {
  let report: T
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return { ...none, failed: 1 }
  }
  return count(report)
}
