/** So many hundredths of what is left of a limit, rounded down: never more than is free. Pure. */
export function shareOf(quota: { limit: number; used: number }, percent: number): number {
  return Math.floor((Math.max(0, quota.limit - quota.used) * percent) / 100)
}
