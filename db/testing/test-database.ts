import type postgres from 'postgres'
import type { Surface } from '~/lib/kernel/op-context'
import type { DatabaseRole } from '../roles'

export type TestDatabase = {
  name: string
  /** By surface, for `configureDatabase`. */
  urls: Record<Surface, string>
  roleUrl(role: DatabaseRole): string
  /** The owner of the tables, past every policy: for fixtures, and for checks afterwards. Closed by `drop`. */
  sql: postgres.Sql
  /** The same with the rights of a role. */
  sqlAs(role: DatabaseRole): postgres.Sql
  drop(): Promise<void>
}
