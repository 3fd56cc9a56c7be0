export type ResizableBundle = {
  id: string
  kind: 'compute' | 'storage' | 'combined' | 'address' | 'balancer'
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
 * Why a server of bundle `from` cannot take bundle `to`; null when it can. A disk never shrinks, the volume of
 * a combined bundle stays the same, and a container never becomes a virtual machine. Shared by the list of
 * choices and the use case. Pure.
 */
export function refuseResize(from: ResizableBundle, to: ResizableBundle): ResizeRefusal | null {
  if (from.id === to.id) return 'same_bundle'
  if (from.kind !== to.kind || from.instanceType !== to.instanceType) return 'other_kind'
  if (to.rootDiskGib < from.rootDiskGib) return 'smaller_disk'
  if (from.volumeGib !== to.volumeGib || from.volumeClass !== to.volumeClass) return 'other_volume'
  return null
}

type Priced = { prices: readonly { meter: string; microCentsPerHour: bigint }[] }

/** Why a server with a term cannot take a cheaper bundle: it would have to end the term. Pure. */
export function refuseWithinTerm(from: Priced, to: Priced): ResizeRefusal | null {
  return ownMicroCents(to) < ownMicroCents(from) ? 'committed_to_more' : null
}

/** The hourly price of the server's own part of a bundle; the volume's part does not change. Pure. */
export function ownMicroCents({ prices }: Priced): bigint {
  return prices.reduce((sum, price) => (price.meter === 'volume' ? sum : sum + price.microCentsPerHour), 0n)
}
