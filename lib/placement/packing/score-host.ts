import { type Outlook, spanHours } from './outlook'

/** Hours that a share of free memory weighs: nearly full hosts first, where futures are alike. */
const freeShareHours = 0.5
/** A server that leaves long before its host wastes a lasting place, which costs far less than a host kept up. */
const outlivedWeight = 0.02

/** What a host's future costs a server, prepared so that a score is one product a span: a claim looks at every host. */
export type HostWeights = { weights: Float64Array; constant: number }

/**
 * Weigh a host by the chance that it is empty at each of `hoursAhead`. Above all a score counts the hours for
 * which the host would be kept in use by this server alone; then the mismatch of futures. Pure.
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
 * How dear it is to place a server on a host that fits it, in host hours: the lowest is best. Of hosts whose futures
 * are alike, best fit. The constants were chosen on a public trace of a large cloud (`npm run bench -- packing`). Pure.
 */
export function scoreHost(host: HostWeights, memoryFreeShare: number, server: Outlook): number {
  const { weights } = host
  let score = host.constant + freeShareHours * memoryFreeShare
  for (let at = 0; at < weights.length; at += 1) score += (weights[at] ?? 0) * (server[at] ?? 0)
  return score
}
