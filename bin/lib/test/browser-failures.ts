import { stripVTControlCharacters } from 'node:util'

type ReportedError = { message?: string }
type Suite = {
  title: string
  suites?: readonly Suite[]
  specs: readonly {
    title: string
    tests: readonly { status: string; results: readonly { error?: ReportedError }[] }[]
  }[]
}
export type BrowserReport = { suites: readonly Suite[]; errors: readonly ReportedError[] }

/** One line for each failed or flaky test of a JSON report of Playwright, and for each error outside every test. */
export function browserFailures({ suites, errors }: BrowserReport): string[] {
  return [...suites.flatMap((suite) => failuresOf(suite, [])), ...errors.map(firstLine)]
}

function failuresOf(suite: Suite, above: readonly string[]): string[] {
  const path = [...above, suite.title]
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => {
        const error = results.find((result) => result.error !== undefined)?.error
        return `${[...path, title].join(' > ')}: ${firstLine(error)}`
      }),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => failuresOf(inner, path))]
}

const firstLine = (error: ReportedError | undefined) =>
  stripVTControlCharacters(error?.message ?? 'no message').split('\n')[0] ?? ''
