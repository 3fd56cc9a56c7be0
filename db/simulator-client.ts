import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { openDurablePool } from './durable-pool'

export type SimulatorDb = PostgresJsDatabase<Record<string, never>>
export type SimulatorTx = Parameters<Parameters<SimulatorDb['transaction']>[0]>[0]

/**
 * A connection of the simulator's own role: a hypervisor does not share the product's transactions, and a
 * simulated one must not either, or a rollback would undo what has "happened outside".
 */
export function openSimulatorDatabase(url: string): { readonly db: SimulatorDb; close(): Promise<void> } {
  const pool = openDurablePool({ url, max: 8, applicationName: 'andromede-simulator' }, (client) =>
    drizzle(client as postgres.Sql),
  )
  return {
    get db() {
      return pool.current()
    },
    close: pool.close,
  }
}
