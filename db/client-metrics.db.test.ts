import { expect, onTestFinished, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { withSystem } from './client'

useTestDatabase()
const ctx = systemTestContext()

test('transactions are counted by pool and outcome, with those that wait for a connection', async () => {
  const registry = openRegistry()
  onTestFinished(registry.close)
  const end = openPromise<void>()
  const connections = Number(process.env.DATABASE_POOL_SIZE ?? 10)
  const begun = Array.from({ length: connections + 3 }, () => withSystem(ctx, () => end.promise))
  const failed = withSystem(ctx, async () => {
    throw new Error('not today')
  }).catch((error: Error) => error.message)
  const read = () => registry.text()
  await expect
    .poll(read)
    .toContain(`andromede_database_pool_transactions{pool="worker",state="running"} ${connections}`)
  expect(await read()).toContain('andromede_database_pool_transactions{pool="worker",state="waiting"} 4')
  expect(await read()).toContain(`andromede_database_pool_connections_max{pool="worker"} ${connections}`)
  end.resolve()
  await Promise.all(begun)
  expect(await failed).toBe('not today')
  const seconds = 'andromede_database_transaction_duration_seconds_count'
  expect(await read()).toContain(`${seconds}{pool="worker",outcome="committed"} ${connections + 3}`)
  expect(await read()).toContain(`${seconds}{pool="worker",outcome="rolled_back"} 1`)
  expect(await read()).toContain('andromede_database_pool_transactions{pool="worker",state="waiting"} 0')
})
