import type { PoolClient } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openQueuePool } from './queue-pool'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()

test('a connection that is released twice is free once, for the next caller alone', async () => {
  const limits = { connectMs: 10_000, queryMs: 10_000 }
  const pool = openQueuePool(database.current.roleUrl('andromede_queue'), 1, limits)
  onTestFinished(() => pool.cut())
  const { pgPool } = pool
  const taken = () =>
    new Promise<{ client: PoolClient; release: () => void }>((resolve, reject) =>
      pgPool.connect((error, client, release) => {
        if (client === undefined) reject(error)
        else resolve({ client, release })
      }),
    )
  const first = await taken()
  first.release()
  const second = await taken()
  expect(second.client).toBe(first.client)
  expect(() => first.release()).not.toThrow()
  expect(pgPool.idleCount).toBe(0)
  second.release()
  expect(pgPool.idleCount).toBe(1)
})

test('a caller of a pool that has ended gets an error, and a release that does nothing', async () => {
  const limits = { connectMs: 10_000, queryMs: 10_000 }
  const pool = openQueuePool(database.current.roleUrl('andromede_queue'), 1, limits)
  await pool.cut()
  const release = await new Promise<() => void>((resolve, reject) =>
    pool.pgPool.connect((error, _client, release) =>
      error === undefined ? reject(new Error('connected')) : resolve(release),
    ),
  )
  expect(release).not.toThrow()
})
