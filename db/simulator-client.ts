import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

export type SimulatorDb = PostgresJsDatabase<Record<string, never>>
export type SimulatorTx = Parameters<Parameters<SimulatorDb['transaction']>[0]>[0]

/**
 * A connection of the simulator's own role: a hypervisor does not share the product's transactions, and a
 * simulated one must not either, or a rollback would undo what has "happened outside".
 */
export function openSimulatorDatabase(url: string): { db: SimulatorDb; close(): Promise<void> } {
  const client = postgres(url, {
    max: 8,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
    connection: {
      application_name: 'andromede-simulator',
      statement_timeout: 15_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 20_000,
    },
  })
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) }
}
