/** Returns a percentage of the free part of a limit, rounded down. Pure. */
export function shareOf(quota: { limit: number; used: number }, percent: number): number {
  return Math.floor((Math.max(0, quota.limit - quota.used) * percent) / 100)
}
