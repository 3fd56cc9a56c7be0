import { setTimeout } from 'node:timers/promises'
import postgres from 'postgres'
import type { AtOnce } from './begin-at-once.ts'
import { socketOf } from './embedded/socket.ts'
import { type PreparedClient, preparing } from './prepared-client.ts'

type Settings = {
  url: string
  max: number
  applicationName: string
  /** Nothing is written but in transactions that say so when they begin. */
  readsByDefault?: boolean
}

export type DurablePool<T> = {
  /** What stands on the connections of now; ask again each time. */
  current(): T
  close(): Promise<void>
}

/**
 * Connections that outlive their server. The driver leaves a connection that was cut within a transaction
 * in its list of busy ones for ever, until none is left and every query waits without end. So a connection
 * that closes without having been asked makes the whole pool be replaced; transactions on the other connections of
 * the old one have five seconds to end. Connections that are kept (`kept-connections.ts`) are never closed for
 * being idle or old, so that no close is taken for a cut.
 */
export function openDurablePool<T>(
  settings: Settings,
  build: (client: PreparedClient, transactions: AtOnce) => T,
): DurablePool<T> {
  let open: { driver: postgres.Sql; client: PreparedClient; transactions: AtOnce; value: T } | null = null

  function connect() {
    const driver: postgres.Sql = postgres(settings.url, {
      ...socketOf(settings.url),
      max: settings.max,
      connect_timeout: 10,
      max_lifetime: null,
      // Of those that nobody keeps: the driver opens again what it was asked for before the pool was closed.
      idle_timeout: 1,
      onnotice: () => undefined,
      types: { bigint: postgres.BigInt },
      onclose: () => {
        if (open?.driver !== driver) return
        const { client } = open
        open = null
        void client.end({ timeout: 5 }).catch(() => undefined)
      },
      connection: {
        application_name: settings.applicationName,
        statement_timeout: 15_000,
        lock_timeout: 10_000,
        idle_in_transaction_session_timeout: 20_000,
        // Compiling costs more than any statement of ours takes, where a server of others offers it.
        jit: 'off',
        ...(settings.readsByDefault && { default_transaction_read_only: true }),
      },
    })
    const { client, transactions } = preparing(driver)
    open = { driver, client, transactions, value: build(client, transactions) }
    return open
  }

  return {
    current: () => (open ?? connect()).value,
    async close() {
      const last = open
      open = null
      if (!last) return
      const late = new AbortController()
      await Promise.race([
        last.transactions.idle(),
        setTimeout(5_000, null, { signal: late.signal }).catch(() => null),
      ])
      late.abort()
      await last.client.end({ timeout: 5 })
    },
  }
}
