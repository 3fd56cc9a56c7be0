import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Checks } from '~/lib/readiness/check-readiness'
import * as readiness from '~/lib/readiness/check-readiness'
import { answerHealth, answerLive, answerReady } from './health'

beforeEach(() => vi.stubEnv('SURFACE', 'portal'))
afterEach(() => vi.unstubAllEnvs())

const read = async (response: Response) => [response.status, await response.json()]

test.each<[string, Checks, number, number]>([
  ['a database of its version', { pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' }, 200, 200],
  [
    'a database of another version',
    { pool: 'ok', primary: 'ok', schema: 'failed', settings: 'ok' },
    200,
    503,
  ],
  ['a standby', { pool: 'ok', primary: 'failed', schema: 'unknown', settings: 'unknown' }, 503, 503],
  ['no database', { pool: 'failed', primary: 'unknown', schema: 'unknown', settings: 'unknown' }, 503, 503],
])('a site on %s', async (_what, checks, health, ready) => {
  vi.spyOn(readiness, 'checkReadiness').mockResolvedValue(checks)
  const status = (code: number) => (code === 200 ? 'ok' : 'unavailable')
  expect(await read(await answerHealth())).toEqual([health, { status: status(health), surface: 'portal' }])
  expect(await read(await answerReady())).toEqual([
    ready,
    { status: status(ready), checks, surface: 'portal' },
  ])
  expect(await read(answerLive())).toEqual([200, { status: 'ok', surface: 'portal' }])
})
