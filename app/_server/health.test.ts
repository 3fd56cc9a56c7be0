import { afterEach, expect, test, vi } from 'vitest'
import * as database from '~/db/client'
import { answerHealth } from './health'

afterEach(() => vi.unstubAllEnvs())

/** Stubs the database's answer to the role of this surface. */
function answering(answer: () => Promise<unknown>): void {
  vi.stubEnv('SURFACE', 'portal')
  vi.spyOn(database, 'rawClient').mockReturnValue({ unsafe: answer } as unknown as ReturnType<
    typeof database.rawClient
  >)
}

test('a site with a writable database is ready', async () => {
  answering(async () => [{ standby: false }])
  expect((await answerHealth()).status).toBe(200)
})

test.each([
  ['a standby', async () => [{ standby: true }]],
  ['a database that is away', () => Promise.reject(new Error('ECONNREFUSED'))],
  ['one that answers nothing', async () => []],
])('a site on %s is not ready', async (_what, answer) => {
  answering(answer)
  const response = await answerHealth()
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ status: 'unavailable', surface: 'portal' })
})
