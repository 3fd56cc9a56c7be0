import { expectedHours, type Outlook } from './outlook'
import type { Size } from './shapes'

/**
 * Servers that are planned together, in the order in which to place them: those expected to stay longest
 * first, so that they take the places left in hosts that stay, and what leaves soon fills the host opened
 * last, which then empties. Servers of one order stay neighbours where they are alike. Pure.
 */
export function orderForPacking<T extends { orderId: number; size: Size; outlook: Outlook }>(
  servers: readonly T[],
): T[] {
  return servers
    .map((server, index) => ({ server, index, hours: expectedHours(server.outlook) }))
    .sort(
      (a, b) =>
        b.hours - a.hours ||
        a.server.orderId - b.server.orderId ||
        b.server.size.memory - a.server.size.memory ||
        a.index - b.index,
    )
    .map(({ server }) => server)
}
