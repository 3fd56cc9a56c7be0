import { expect, it } from 'vitest'
import { browserFailures } from './browser-failures'

const test = (status: string, message?: string) => ({
  status,
  results: [{}, ...(message === undefined ? [] : [{ error: { message } }])],
})

it('names failed and flaky tests with their suites and the first line of the reason, and errors outside every test', () => {
  const report = {
    errors: [{ message: 'no port is free\nat line 3' }],
    suites: [
      {
        title: 'order.e2e.mjs',
        specs: [{ title: 'orders a server', tests: [test('expected')] }],
        suites: [
          {
            title: 'in English',
            specs: [
              { title: 'refuses', tests: [test('unexpected', '\u001b[31mnot visible\u001b[39m\ncall log')] },
              { title: 'waits', tests: [test('flaky', 'too late')] },
              { title: 'is skipped', tests: [test('skipped')] },
              { title: 'is cut', tests: [test('unexpected')] },
            ],
          },
        ],
      },
    ],
  }
  expect(browserFailures(report)).toEqual([
    'order.e2e.mjs > in English > refuses: not visible',
    'order.e2e.mjs > in English > waits: too late',
    'order.e2e.mjs > in English > is cut: no message',
    'no port is free',
  ])
})
