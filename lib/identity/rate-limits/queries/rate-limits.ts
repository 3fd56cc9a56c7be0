import { rawTransaction } from '~/db/client'
import type { Surface } from '~/lib/kernel/op-context'

type LimiterQuery = { text: string; values: (string | number | null)[] }
type LimiterAnswer = { rows: { points: number; expire: number | null }[]; rowCount: number }

/**
 * The client for rate-limiter-flexible's PostgreSQL store: its parametrised statements over `rate_limits`, as the role
 * of `surface`. Deliberately in its own transaction: a rejected request rolls back, its count must not.
 */
export function rateLimitClient(surface: Surface) {
  return {
    async query({ text, values }: LimiterQuery): Promise<LimiterAnswer> {
      const rows = await rawTransaction(surface, (sql) =>
        sql.unsafe<{ points: number; expire: bigint | null }[]>(text, values),
      )
      return {
        rows: rows.map(({ points, expire }) => ({ points, expire: expire === null ? null : Number(expire) })),
        rowCount: rows.count,
      }
    },
  }
}
