import { configureDatabase } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'
import { openSql } from '~/testing/sql'
import { fact, type WebSurface } from './installation-facts'

// Use cases run here like in the product: each surface with its own role, never as a superuser.
process.env.DATABASE_POOL_SIZE ??= '4'
process.env.RATE_LIMIT_FACTOR ??= '100000'
configureDatabase({
  portal: fact('PORTAL_DATABASE_URL'),
  operator: fact('OPERATOR_DATABASE_URL'),
  worker: fact('WORKER_DATABASE_URL'),
})

/** Sees every row, to prepare them and to inspect the effects of requests. */
export const sql = openSql(databaseAddress(), {
  max: 2,
  idle_timeout: 5,
  // A generic plan for any organisations reads whole tables: after five executions a fingerprint took four times as
  // long.
  connection: { plan_cache_mode: 'force_custom_plan' },
})

function databaseAddress(): string {
  const url = new URL(fact('ADMIN_DATABASE_URL'))
  url.pathname = new URL(fact('PORTAL_DATABASE_URL')).pathname
  return url.toString()
}

export const systemNowContext = (surface: OpContext['surface'] = 'worker'): OpContext => ({
  ...systemContext('e2e', new Date()),
  surface,
})

/** An anonymous visitor, from a documentation address. */
export const visitorContext = (surface: WebSurface = 'portal'): OpContext => ({
  ...systemContext('e2e', new Date()),
  surface,
  actor: { kind: 'anonymous' },
  ip: '192.0.2.7',
})

/** Poll until `look` returns something, for at most `withinMs`. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
