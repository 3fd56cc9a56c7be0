import type { InventoryPool, VolumeClass } from '~/lib/datacentre/client'

export type CapacityLine = { total: number; reserved: number; free: number }

/** The pools of each storage class summed, in the order in which classes are sold. Pure. */
export function poolsByClass(
  pools: readonly InventoryPool[],
): { volumeClass: VolumeClass; gib: CapacityLine }[] {
  return (['fast', 'standard', 'archive'] as const).flatMap((volumeClass) => {
    const of = pools.filter((pool) => pool.volumeClass === volumeClass)
    const sum = (amount: keyof CapacityLine) => of.reduce((total, pool) => total + pool.gib[amount], 0)
    const gib = { total: sum('total'), reserved: sum('reserved'), free: sum('free') }
    return of.length === 0 ? [] : [{ volumeClass, gib }]
  })
}

/** The largest bundle that still fits; null when none does. Pure. */
export function largestThatFits<B extends { memoryMib: number; vcpu: number; fits: number }>(
  bundles: readonly B[],
): B | null {
  return bundles
    .filter((bundle) => bundle.fits > 0)
    .reduce<B | null>(
      (largest, each) =>
        !largest ||
        each.memoryMib > largest.memoryMib ||
        (each.memoryMib === largest.memoryMib && each.vcpu > largest.vcpu)
          ? each
          : largest,
      null,
    )
}
