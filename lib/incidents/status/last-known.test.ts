import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keepLastKnown } from './last-known'
import type { StatusView } from './views'

const folder = mkdtempSync(path.join(tmpdir(), 'andromede-last-known-'))
beforeAll(() => vi.stubEnv('STATUS_FOLDER', folder))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('written concurrently, also by processes with the same pid, the file is always one complete version', async () => {
  const place = path.join(folder, 'last-known.json')
  const status = (index: number): StatusView => ({
    asOf: new Date(index * 1_000).toISOString(),
    services: [],
    incidents: [],
    // Of very different lengths: a mix of two is not valid JSON.
    maintenance: Array.from({ length: index * 1_500 }, () => ({ titleFr: 'x'.repeat(50) })) as never,
  })
  await keepLastKnown(status(1))
  const kept = Promise.all(Array.from({ length: 20 }, (_, index) => keepLastKnown(status(index + 1))))
  let isOver = false
  void kept.finally(() => {
    isOver = true
  })
  while (!isOver) {
    expect(() => JSON.parse(readFileSync(place, 'utf8'))).not.toThrow()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(() => JSON.parse(readFileSync(place, 'utf8'))).not.toThrow()
  expect(readdirSync(folder)).toEqual(['last-known.json'])
})
