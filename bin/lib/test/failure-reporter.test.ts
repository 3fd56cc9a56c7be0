import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { root } from '../root'

const tests = `
it('is wrong', () => expect(1).toBe(2))
it('is right', () => expect(1).toBe(1))
it('leaves a rejection behind', async () => {
  void Promise.reject(new Error('nobody waits for this'))
  await new Promise(setImmediate)
})`

it('names failed tests, files that do not load, and errors outside every test', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-reporter-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(path.join(folder, 'some.test.js'), tests)
  writeFileSync(path.join(folder, 'unreadable.test.js'), "throw new Error('does not load')")
  const file = path.join(folder, 'failures')
  const reporter = path.join(import.meta.dirname, 'failure-reporter.ts')
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--globals', `--reporter=${reporter}`],
    { env: { ...process.env, FAILURES_FILE: file } },
  )
  expect(status).toBe(1)
  const written = readFileSync(file, 'utf8')
  expect(written).toContain('some.test.js > is wrong: expected 1 to be 2')
  expect(written).toContain('unreadable.test.js: does not load')
  expect(written).toMatch(
    /outside every test while \S+some\.test\.js ran: Error: nobody waits for this\n\s+at /,
  )
  expect(written).not.toContain('is right')
})
