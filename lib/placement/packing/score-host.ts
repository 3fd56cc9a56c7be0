import { type Outlook, spanHours } from './outlook'

/** Weight of a host's share of free memory, in hours: prefers nearly full hosts among equal futures. */
const freeShareHours = 0.5
/**
 * A server that ends long before its host wastes a lasting place, which costs far less than keeping a host in
 * use.
 */
const outlivedWeight = 0.02

/** The cost of a host's future, prepared so that a score is one product per span: a claim scores every host. */
export type HostWeights = { weights: Float64Array; constant: number }

/**
 * Prepares a host's cost from its chance of being empty at each of `hoursAhead`. The main term is the hours
 * for which this server alone would keep the host in use; the second is the mismatch of the two futures. Pure.
 */
export function weighHost(vacancy: Outlook): HostWeights {
  const weights = new Float64Array(spanHours.length)
  let constant = 0
  for (let at = 0; at < spanHours.length; at += 1) {
    const [hours, empty] = [spanHours[at] ?? 0, vacancy[at] ?? 0]
    // hours × stays × empty + outlivedWeight × hours × (1 - stays) × (1 - empty), by powers of `stays`.
    weights[at] = hours * (empty - outlivedWeight * (1 - empty))
    constant += outlivedWeight * hours * (1 - empty)
  }
  return { weights, constant }
}

/**
 * The cost of placing a server on a host that fits it, in host hours: the lowest is best. Among hosts with
 * equal futures, best fit. The constants were tuned on a public trace of a large cloud (`npm run bench --
 * packing`). Pure.
 */
export function scoreHost(host: HostWeights, memoryFreeShare: number, server: Outlook): number {
  const { weights } = host
  let score = host.constant + freeShareHours * memoryFreeShare
  for (let at = 0; at < weights.length; at += 1) score += (weights[at] ?? 0) * (server[at] ?? 0)
  return score
}
