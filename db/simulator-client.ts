import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { openPool } from './connections/open-pool'

export type SimulatorDb = PostgresJsDatabase
export type SimulatorTx = Parameters<Parameters<SimulatorDb['transaction']>[0]>[0]

/**
 * A connection of the simulator's own role: like a real hypervisor it must not share the product's transactions, or
 * a rollback would undo what has "happened outside".
 */
export function openSimulatorDatabase(url: string): { readonly db: SimulatorDb; close(): Promise<void> } {
  return openPool({ url, max: 8, applicationName: 'andromede-simulator' })
}
