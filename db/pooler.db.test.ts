import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Pool } from './connections/open-pool'
import { openQueuePool } from './queue-pool'
import { roleSettings } from './role-settings'
import { databaseRoles } from './roles'
import { hasPgBouncer, type PgBouncer, startPgBouncer } from './testing/start-pgbouncer'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()
const writers = ['andromede_portal', 'andromede_operator', 'andromede_worker'] as const
const backends = 3
const limits = { connectMs: 10_000, queryMs: 10_000 }
let pooler: PgBouncer | null = null
const opened: Pool[] = []

beforeAll(async () => {
  // Every connection goes by the address in this test.
  delete process.env.DATABASE_SOCKET_FOLDER
  await database.sql`create table notes (text text primary key)`
  await database.sql.unsafe(`grant select, insert on notes to ${writers.join(', ')}`)
  if (hasPgBouncer)
    pooler = await startPgBouncer(database.current.urls.worker, {
      default_pool_size: backends,
      max_prepared_statements: 5,
    })
})
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
  await pooler?.stop()
})

const inForce = (names: readonly string[]) =>
  `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ') || '1 as nothing'}`

const ways: [string, boolean, (url: string) => string][] = [
  ['directly', true, (url) => url],
  ['through PgBouncer in transaction mode', hasPgBouncer, (url) => pooler?.through(url) ?? url],
]

describe.each(ways.filter(([, isPossible]) => isPossible))('%s', (way, _isPossible, through) => {
  function open(role: (typeof databaseRoles)[number], max = 1): Pool {
    const pool = openPool({
      url: through(database.current.roleUrl(role)),
      max,
      applicationName: 'pooler-test',
    })
    opened.push(pool)
    return pool
  }

  test.each(databaseRoles)(
    'every setting of %s is in force, and nothing it declares ends it',
    async (role) => {
      const pool = open(role)
      const expected = roleSettings[role]
      const names = Object.keys(expected)
      const [first] = await pool.unsafe(inForce(names))
      expect(first).toEqual(names.length > 0 ? expected : { nothing: 1 })
      const inside = await pool.begin((sql) => sql.unsafe(inForce(names)), { 'app.organisation_id': 'org_a' })
      expect(inside[0]).toEqual(first)
      expect((await pool.unsafe(inForce(names)))[0]).toEqual(first)
    },
  )

  test.each(writers)('a stray write of %s is refused, and a transaction writes', async (role) => {
    const pool = open(role)
    const note = `${role} ${way}`
    const insert = 'insert into notes (text) values ($1)'
    await expect(pool.unsafe(insert, [note])).rejects.toMatchObject({ code: '25006' })
    await pool.begin((sql) => sql.unsafe(insert, [note]))
    await expect(pool.unsafe(insert, [`${note} again`])).rejects.toMatchObject({ code: '25006' })
    expect(await database.sql`select text from notes where text like ${`${note}%`}`).toEqual([{ text: note }])
  })

  test('the queue notices whether a pooler is between', async () => {
    const queue = openQueuePool(through(database.current.roleUrl('andromede_queue')), 1, limits)
    expect(await queue.isPooled()).toBe(way !== 'directly')
    await queue.cut()
  })

  test('many callers with many statements on few backends each see their own organisation', async () => {
    const pool = open('andromede_portal', 20)
    const seen = await Promise.all(
      Array.from({ length: 400 }, (_each, index) =>
        pool.begin(
          // More texts than the pooler keeps prepared on one backend.
          (sql) =>
            sql.unsafe(
              `select current_setting('app.organisation_id') as is, ${index % 40} as text, $1::int as n`,
              [index],
            ),
          { 'app.organisation_id': `org_${index}` },
        ),
      ),
    )
    expect(seen.map(([row]) => row)).toEqual(
      Array.from({ length: 400 }, (_each, index) => ({ is: `org_${index}`, text: index % 40, n: index })),
    )
  })
})
