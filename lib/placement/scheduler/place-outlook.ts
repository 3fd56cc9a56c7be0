import type { Outlook } from '../packing/outlook'
import type { PlacementRequest } from './place-request'
import type { PlaceableResource } from './place-snapshot'
import type { ZoneState } from './place-state'

/**
 * The expected lifetime of each server of a request, by its size and how many equal ones are ordered with it.
 */
export function outlooksOf(
  { futures }: ZoneState,
  request: PlacementRequest,
): (need: PlaceableResource) => Outlook | null {
  if (!futures) return () => null
  const keyOf = ({ vcpu, memoryMib }: PlaceableResource) => `${vcpu}/${memoryMib}`
  const counts = new Map<string, number>()
  for (const need of request.resources)
    if (need.vcpu > 0) counts.set(keyOf(need), (counts.get(keyOf(need)) ?? 0) + 1)
  const outlooks = new Map<string, Outlook>()
  return (need) => {
    if (need.vcpu === 0) return null
    const key = keyOf(need)
    const orderCount = counts.get(key) ?? 1
    const { vcpu, memoryMib } = need
    const outlook = outlooks.get(key) ?? futures.outlookOf({ vcpu, memoryMib, orderCount })
    outlooks.set(key, outlook)
    return outlook
  }
}
