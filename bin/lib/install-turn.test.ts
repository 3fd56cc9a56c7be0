import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''
let lock = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-turn-'))
  lock = path.join(folder, 'turn')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** In a separate process, since waiting for the lock blocks. */
function takeAndRelease(timeout: number) {
  const module = pathToFileURL(path.join(import.meta.dirname, 'install-turn.mjs')).href
  const script = `const { takeTurn } = await import('${module}'); takeTurn(process.argv[1])()`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script, lock], { timeout }).status
}

test('a turn is taken and released', () => {
  expect(takeAndRelease(20_000)).toBe(0)
  expect(existsSync(lock)).toBe(false)
})

test('a turn of a dead process is ignored', () => {
  writeFileSync(lock, '4194303')
  expect(takeAndRelease(20_000)).toBe(0)
})

test('a turn of a live process is waited for', () => {
  writeFileSync(lock, String(process.pid))
  expect(takeAndRelease(1_500)).not.toBe(0)
  expect(readFileSync(lock, 'utf8')).toBe(String(process.pid))
})
