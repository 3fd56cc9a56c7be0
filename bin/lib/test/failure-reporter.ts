import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/**
 * Writes what failed to the file that `FAILURES_FILE` names: failed tests, files that did not load, and errors outside
 * every test, which no report of vitest names. `npm test` repeats it at its end.
 */
export default class FailureReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env.FAILURES_FILE
    if (!file) return
    const lines = [...modules.flatMap(failuresOf), ...unhandled.map(describeUnhandled)]
    if (lines.length > 0) writeFileSync(file, `${lines.join('\n')}\n`)
  }
}

function failuresOf(module: TestModule): string[] {
  const place = module.relativeModuleId
  const outside = module.errors().map((error) => `${place}: ${firstLine(error)}`)
  const tests = [...module.children.allTests('failed')].map(
    (test) => `${place} > ${test.fullName}: ${firstLine(test.result().errors?.[0])}`,
  )
  return [...outside, ...tests]
}

/** Its stack is all that leads to a cause. */
function describeUnhandled(error: SerializedError): string {
  const during = error.VITEST_TEST_PATH ? ` while ${error.VITEST_TEST_PATH} ran` : ''
  const stack = (error.stack ?? '').split('\n').slice(1, 9)
  return [`outside every test${during}: ${error.name}: ${firstLine(error)}`, ...stack].join('\n')
}

const firstLine = (error: { message?: string } | undefined) =>
  stripVTControlCharacters(error?.message ?? 'no message').split('\n')[0]
