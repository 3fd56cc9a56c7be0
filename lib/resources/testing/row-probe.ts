import postgres from 'postgres'
import { afterAll } from 'vitest'
import { socketOf } from '~/db/embedded/socket'
import type { TestDatabase } from '~/db/testing/test-database'

/** Reads rows as the schema owner, bypassing every policy: for assertions, not for use cases. */
export function rowProbe(database: { current: TestDatabase }) {
  let sql: postgres.Sql<{ bigint: bigint }> | undefined
  afterAll(() => sql?.end())

  async function query<T>(text: string, ...values: string[]): Promise<T[]> {
    const url = database.current.roleUrl('andromede_migrator')
    sql ??= postgres(url, { ...socketOf(url), max: 2, types: { bigint: postgres.BigInt } })
    return (await sql.unsafe(text, values)) as unknown as T[]
  }
  return {
    query,
    stateOf: async (id: string) => {
      const text =
        'select state from instances where id = $1 union all select state from volumes where id = $1'
      return (await query<{ state: string }>(text, id))[0]?.state
    },
    sagasOf: (id: string) =>
      query<{ kind: string; input: unknown }>(
        'select kind, input from sagas where resource_id = $1 order by created_at, id',
        id,
      ),
    /** By name: the actions of one test share their instant. */
    auditsOf: async (id: string) => {
      const text = 'select event from audit_events where subject_id = $1 order by event'
      return (await query<{ event: string }>(text, id)).map((row) => row.event)
    },
  }
}
