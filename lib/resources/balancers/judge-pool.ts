type Backend = { health: 'up' | 'down' | 'unknown'; isDraining: boolean | null }

/**
 * Whether a pool serves: `down` when every server was checked and none answers. Servers that are drained do not count, and
 * a pool without any other is `unknown`. Pure.
 */
export function judgePool(backends: readonly Backend[]): 'up' | 'down' | 'unknown' {
  const used = backends.filter(({ isDraining }) => !isDraining)
  if (used.some(({ health }) => health === 'up')) return 'up'
  return used.length > 0 && used.every(({ health }) => health === 'down') ? 'down' : 'unknown'
}

type Standing = { poolDownSince: Date | null; poolAlertedAt: Date | null }

/** The customer is notified of a pool that is down for longer than this; shorter interruptions pass. */
const alertAfterMs = 30_000

/** The next standing of a pool, and what to notify the customer of. Pure. */
export function nextStanding(
  { poolDownSince: since, poolAlertedAt }: Standing,
  pool: ReturnType<typeof judgePool>,
  at: Date,
): Standing & { notify: 'down' | 'up' | null } {
  if (pool === 'unknown') return { poolDownSince: since, poolAlertedAt, notify: null }
  if (pool === 'up') {
    const notify = poolAlertedAt === null ? null : 'up'
    return { poolDownSince: null, poolAlertedAt: null, notify }
  }
  const poolDownSince = since ?? at
  const isDue = poolAlertedAt === null && at.getTime() - poolDownSince.getTime() >= alertAfterMs
  return {
    poolDownSince,
    poolAlertedAt: isDue ? at : poolAlertedAt,
    notify: isDue ? 'down' : null,
  }
}
