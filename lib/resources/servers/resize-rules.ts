export type ResizableBundle = {
  id: string
  kind: 'compute' | 'storage' | 'combined' | 'address'
  instanceType: 'container' | 'virtual-machine'
  rootDiskGib: number
  volumeGib: number
  volumeClass: string | null
}

export type ResizeRefusal =
  | 'same_bundle'
  | 'other_kind'
  | 'smaller_disk'
  | 'other_volume'
  | 'committed_to_more'

/**
 * Why a server of bundle `from` cannot take bundle `to`; null when it can. A disk never shrinks, and the
 * volume sold with a combined bundle stays what it is; a container is never a virtual machine. Pure: the list of choices and the use case ask it.
 */
export function refuseResize(from: ResizableBundle, to: ResizableBundle): ResizeRefusal | null {
  if (from.id === to.id) return 'same_bundle'
  if (from.kind !== to.kind || from.instanceType !== to.instanceType) return 'other_kind'
  if (to.rootDiskGib < from.rootDiskGib) return 'smaller_disk'
  if (from.volumeGib !== to.volumeGib || from.volumeClass !== to.volumeClass) return 'other_volume'
  return null
}

type Priced = { prices: readonly { meter: string; microCentsPerHour: bigint }[] }

/** Why a server that is kept for a term cannot take a bundle that costs less: it would have to leave the term. Pure. */
export function refuseWithinTerm(from: Priced, to: Priced): ResizeRefusal | null {
  return ownMicroCents(to) < ownMicroCents(from) ? 'committed_to_more' : null
}

/** What the server's own part of a bundle costs an hour; the volume's part does not change with it. Pure. */
export function ownMicroCents({ prices }: Priced): bigint {
  return prices.reduce((sum, price) => (price.meter === 'volume' ? sum : sum + price.microCentsPerHour), 0n)
}
