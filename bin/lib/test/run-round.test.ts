import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { none } from './counts'
import { runRound } from './run-round'
import type { Step } from './steps'

let temporary = ''
beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'andromede-round-'))
})
afterEach(() => rmSync(temporary, { recursive: true }))

const step = (name: string, run: Step['run']): Step => ({ name, headline: name, run })
const passed = { ...none, passed: 1 }

test('the lanes of a round run in parallel, the steps of a lane in order, and outputs are not mixed', async () => {
  const shown: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void shown.push(line.trim()))
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => shown.push(String(text).trim()) > 0)
  const otherHasRun = openPromise()
  const results = await runRound(
    [
      [
        // Waits for the last step of the other lane: run one after the other, they would never end.
        step('first', async () => otherHasRun.promise.then(() => passed)),
        step('after it', async () => passed),
      ],
      [
        step('beside', async () => passed),
        step('after that', async ({ output }) => {
          writeSync(output as number, 'words of the last')
          otherHasRun.resolve()
          return { ...none, failed: 2 }
        }),
      ],
    ],
    { temporary, failedSteps: new Set() },
  )
  expect(results.map(({ step, counts }) => [step.name, counts.passed, counts.failed])).toEqual([
    ['first', 1, 0],
    ['after it', 1, 0],
    ['beside', 1, 0],
    ['after that', 0, 2],
  ])
  expect(shown.map((line) => line.replace(/[\d.]+ s$/, 's'))).toEqual([
    '── first',
    '── first: 1 passed, 0 failed, 0 skipped, s',
    '── after it',
    '── after it: 1 passed, 0 failed, 0 skipped, s',
    '── beside',
    '',
    '── beside: 1 passed, 0 failed, 0 skipped, s',
    '── after that',
    'words of the last',
    '── after that: 0 passed, 2 failed, 0 skipped, s',
  ])
})
