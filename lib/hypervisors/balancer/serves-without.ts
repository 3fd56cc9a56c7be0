type Backend = { instanceId: string; health: 'up' | 'down' | 'unknown'; isDraining: boolean | null }

/** Whether another server of the pool takes the connections when this one is interrupted. Pure. */
export const servesWithout = (pool: readonly Backend[], instanceId: string): boolean =>
  pool.some((other) => other.instanceId !== instanceId && other.health === 'up' && other.isDraining === false)
