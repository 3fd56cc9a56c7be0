import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as database from '~/db/client'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { openReadiness } from './check-readiness'
import type { Preparation } from './queries/preparation'

const own = '0042_later 1.2.0 0123456789ab'
const prepared = async (): Promise<Preparation> => ({ schema: own, oldest: null, hasSettings: true })
const good = { pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' }

beforeEach(() => vi.stubEnv('SCHEMA_VERSION', own))
afterEach(() => vi.unstubAllEnvs())

/** Stubs the answer of the transaction, and counts how many began. */
function answering(answer: () => Promise<unknown>) {
  return vi.spyOn(database, 'rawTransaction').mockImplementation(answer as typeof database.rawTransaction)
}
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

test.each([
  ['the expected schema', prepared, { ...good }],
  [
    'no settings',
    async () => ({ ...(await prepared()), hasSettings: false }),
    { ...good, settings: 'failed' },
  ],
  [
    'an older schema',
    async () => ({ ...(await prepared()), schema: '0041_before 1.1.0 0123456789ab' }),
    { ...good, schema: 'failed' },
  ],
  [
    'a newer schema',
    async () => ({ ...(await prepared()), schema: '0043_next 1.3.0 0123456789ab', oldest: '0042' }),
    { ...good },
  ],
  [
    'a newer schema that no longer supports this version',
    async () => ({ ...(await prepared()), schema: '0043_next 1.3.0 0123456789ab', oldest: '0043' }),
    { ...good, schema: 'failed' },
  ],
  [
    'an unfinished preparation',
    async () => ({ ...(await prepared()), schema: null }),
    { ...good, schema: 'failed' },
  ],
  ['no table of ours', failing('42P01'), { ...good, schema: 'failed', settings: 'unknown' }],
  ['a standby', failing('0A000'), { pool: 'ok', primary: 'failed', schema: 'unknown', settings: 'unknown' }],
  [
    'a server demoted meanwhile',
    failing('25006'),
    { pool: 'ok', primary: 'failed', schema: 'unknown', settings: 'unknown' },
  ],
  [
    'no server',
    failing('ECONNREFUSED'),
    { pool: 'failed', primary: 'unknown', schema: 'unknown', settings: 'unknown' },
  ],
  [
    'a server that starts',
    failing('57P03'),
    { pool: 'failed', primary: 'unknown', schema: 'unknown', settings: 'unknown' },
  ],
])('%s', async (_what, answer, checks) => {
  answering(answer)
  expect(await openReadiness('portal')()).toEqual(checks)
})

test('a build without a schema version is never ready', async () => {
  vi.stubEnv('SCHEMA_VERSION', '')
  answering(async () => ({ schema: '', oldest: null, hasSettings: true }))
  expect(await openReadiness('portal')()).toMatchObject({ schema: 'failed' })
})

test('a pool that does not answer fails in time, and no second transaction begins before the first has ended', async () => {
  const answer = openPromise<Preparation>()
  const begun = answering(() => answer.promise)
  const check = openReadiness('portal', 1)
  for (let turn = 0; turn < 20; turn += 1) expect(await check()).toMatchObject({ pool: 'failed' })
  expect(begun).toHaveBeenCalledTimes(1)
  answer.resolve(await prepared())
  expect(await check()).toMatchObject({ pool: 'ok', schema: 'ok' })
  expect(begun).toHaveBeenCalledTimes(1)
})

test('many callers share one transaction', async () => {
  const begun = answering(prepared)
  const check = openReadiness('portal')
  await Promise.all(Array.from({ length: 100 }, check))
  expect(begun).toHaveBeenCalledTimes(1)
})
