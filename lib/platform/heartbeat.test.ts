import { afterEach, expect, test, vi } from 'vitest'
import * as database from '~/db/client'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { startHeartbeats } from './heartbeat'

afterEach(() => vi.restoreAllMocks())
const startedAt = new Date('2026-11-24T09:00:00Z')

function answering(answer: () => Promise<unknown>) {
  return vi.spyOn(database, 'rawTransaction').mockImplementation(answer as typeof database.rawTransaction)
}

test('a process leaves although its database does not answer', async () => {
  answering(() => new Promise(() => undefined))
  const beats = startHeartbeats({ kind: 'console', startedAt })
  await beats.stop()
})

test('a process without a database writes nothing, is exported as not ready, and closes what it opened', async () => {
  const registry = openRegistry()
  const begun = answering(() => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })))
  let closed = 0
  const afterBeat = async () => {
    closed += 1
  }
  const beats = startHeartbeats({ kind: 'portal', startedAt, afterBeat })
  await expect.poll(() => closed).toBe(1)
  // The check alone.
  expect(begun).toHaveBeenCalledTimes(1)
  expect(await registry.text()).toContain('andromede_process_ready 0')
  await beats.stop()
  registry.close()
})
