import { setTimeout } from 'node:timers/promises'
import postgres from 'postgres'

type Settings<T> = {
  url: string
  max: number
  applicationName: string
  /** Nothing is written but in transactions that say so when they begin. */
  readsByDefault?: boolean
  /** The connections are not used any more: who waits for one need not. */
  turnAway?: (value: T) => void
  /** Resolves when nobody is at work on the connections: they are closed then. */
  idle?: (value: T) => Promise<void>
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
 * the old one have five seconds to end. Connections are never closed for being idle or old, so that no close
 * is taken for a cut.
 */
export function openDurablePool<T>(
  settings: Settings<T>,
  build: (client: postgres.Sql) => T,
): DurablePool<T> {
  let open: { client: postgres.Sql; value: T } | null = null

  function connect() {
    const client: postgres.Sql = postgres(settings.url, {
      max: settings.max,
      connect_timeout: 10,
      max_lifetime: null,
      onnotice: () => undefined,
      types: { bigint: postgres.BigInt },
      onclose: () => {
        if (open?.client !== client) return
        const { value } = open
        open = null
        settings.turnAway?.(value)
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
    open = { client, value: build(client) }
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
        settings.idle?.(last.value),
        setTimeout(5_000, null, { signal: late.signal }).catch(() => null),
      ])
      late.abort()
      await last.client.end({ timeout: 5 })
    },
  }
}
