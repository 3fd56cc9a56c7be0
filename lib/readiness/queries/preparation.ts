import type { TransactionSql } from '~/db/connections/begin-at-once'

export type Preparation = {
  /** The version that the last completed preparation left; null when none has completed. */
  schema: string | null
  /** The lowest number that a process may have as its newest migration; null while none was ruled out. */
  oldest: string | null
  /** Whether the settings of this role are in force on its connections. */
  hasSettings: boolean
}

export async function readPreparation(sql: Pick<TransactionSql, 'unsafe'>): Promise<Preparation> {
  const [row] = await sql.unsafe<Preparation[]>(
    `select (select value from installation_facts where name = 'schema') as schema,
      (select value from installation_facts where name = 'oldest') as oldest,
      current_setting('default_transaction_read_only') = 'on' and current_setting('statement_timeout') <> '0' as "hasSettings"`,
  )
  return row ?? { schema: null, oldest: null, hasSettings: false }
}
