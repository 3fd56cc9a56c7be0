import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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

test('the steps of a round run side by side, and what each writes stays together', async () => {
  const shown: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void shown.push(line.trim()))
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => shown.push(String(text).trim()) > 0)
  let letGo = () => {}
  const otherHasRun = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const results = await runRound(
    [
      // Waits for the other: one after the other, they would never end.
      step('first', async () => otherHasRun.then(() => passed)),
      step('second', async ({ output }) => {
        writeSync(output as number, 'words of the second')
        letGo()
        return { ...none, failed: 2 }
      }),
    ],
    { temporary, failedSteps: new Set() },
  )
  expect(results.map(({ step, counts }) => [step.name, counts.passed, counts.failed])).toEqual([
    ['first', 1, 0],
    ['second', 0, 2],
  ])
  expect(shown.map((line) => line.replace(/[\d.]+ s$/, 's'))).toEqual([
    '── first',
    '── first: 1 passed, 0 failed, 0 skipped, s',
    '── second',
    'words of the second',
    '── second: 0 passed, 2 failed, 0 skipped, s',
  ])
})
