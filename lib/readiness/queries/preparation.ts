import type { TransactionSql } from '~/db/begin-at-once'

export type Preparation = {
  /** The version that the last completed preparation left; null when none has completed. */
  schema: string | null
  /** Whether the settings of this role are in force on its connections. */
  hasSettings: boolean
}

export async function readPreparation(sql: Pick<TransactionSql, 'unsafe'>): Promise<Preparation> {
  const [row] = await sql.unsafe<Preparation[]>(
    `select (select value from installation_facts where name = 'schema') as schema,
      current_setting('default_transaction_read_only') = 'on' and current_setting('statement_timeout') <> '0' as "hasSettings"`,
  )
  return row ?? { schema: null, hasSettings: false }
}
