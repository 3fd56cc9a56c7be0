import { sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sharingTransactions, type Tx, withSystem } from '../client'

const database = useTestDatabase()
const ctx = systemTestContext()

/** One reading of what this transaction is: the backend, and when it began. */
const identify = async (tx: Tx) => {
  const [row] = await tx.execute<{ id: string }>(
    sql`select pg_backend_pid() || ' ' || to_char(now(), 'HH24:MI:SS.US') as id`,
  )
  return row?.id ?? ''
}
const write = (tx: Tx, name: string) =>
  tx.execute(sql`insert into installation_facts (name, value) values (${name}, 'here')`)
const facts = async () =>
  (await database.sql`select name from installation_facts where value = 'here' order by name`).map(
    ({ name }) => name,
  )
const turn = <T>(run: (tx: Tx) => Promise<T>) => sharingTransactions(() => withSystem(ctx, run))

test('what only reads shares one transaction, also when it reads again', async () => {
  const twice = () =>
    sharingTransactions(async () => [await withSystem(ctx, identify), await withSystem(ctx, identify)])
  const found = await Promise.all([twice(), twice(), turn(identify)])
  expect(new Set(found.flat()).size).toBe(1)
})

test('without sharing each has its own', async () => {
  const found = await Promise.all([withSystem(ctx, identify), withSystem(ctx, identify)])
  expect(new Set(found).size).toBe(2)
})

test('what wrote is committed when its result is there, before others read on', async () => {
  const writing = turn(async (tx) => {
    await write(tx, 'first')
    return identify(tx)
  })
  const seen = turn(async (tx) => [await identify(tx), await facts()] as const)
  const [own, [next, found]] = await Promise.all([writing, seen])
  expect(next).not.toBe(own)
  expect(found).toContain('first')
})

test('a failure undoes what it wrote and nothing that others did', async () => {
  const before = turn(async (tx) => write(tx, 'before'))
  const reading = turn(identify)
  const failing = turn(async (tx) => {
    await write(tx, 'failing')
    throw new Error('not today')
  })
  const broken = turn((tx) => tx.execute(sql`select 1 / 0`))
  const after = turn(async (tx) => write(tx, 'second'))
  const outcomes = await Promise.allSettled([before, reading, failing, broken, after])
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ])
  expect(outcomes[2]).toMatchObject({ reason: { message: 'not today' } })
  expect(outcomes[3]).toMatchObject({ reason: { cause: { code: '22012' } } })
  expect(await facts()).toEqual(expect.arrayContaining(['before', 'second']))
  expect(await facts()).not.toContain('failing')
})

test('what wrote several times goes on in transactions of its own', async () => {
  const found = await sharingTransactions(async () => {
    for (const name of ['third', 'fourth', 'fifth', 'sixth']) await withSystem(ctx, (tx) => write(tx, name))
    return Promise.all([withSystem(ctx, identify), withSystem(ctx, identify)])
  })
  expect(new Set(found).size).toBe(2)
})

test('what has read for a second goes on in transactions of its own', async () => {
  const found = await sharingTransactions(async () => {
    await withSystem(ctx, identify)
    const later = performance.now() + 1_000
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
    const both = Promise.all([withSystem(ctx, identify), withSystem(ctx, identify)])
    clock.mockRestore()
    return both
  })
  expect(new Set(found).size).toBe(2)
})

test('an advisory lock is released before others go on', async () => {
  const lock = turn(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7)`)
    return identify(tx)
  })
  const free = turn(async (tx) => {
    const [row] = await tx.execute<{ held: number }>(
      sql`select count(*)::int as held from pg_locks where locktype = 'advisory' and objid = 7`,
    )
    return row?.held
  })
  await lock
  expect(await free).toBe(0)
})

test('what waits for long work of another gets its own transaction', async () => {
  let end = () => {}
  const long = turn(async (tx) => {
    await identify(tx)
    await new Promise<void>((resolve) => {
      end = resolve
    })
  })
  // Resolves although the first has not ended.
  expect(await turn(identify)).toMatch(/^\d+ /)
  end()
  await long
})
