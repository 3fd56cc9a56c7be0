import { compareOutlooks, type Outlook } from './outlook'

/** What packing must know of one host in use. */
export type PackingHost = {
  /** The chance that it stands empty at each of `hoursAhead`: `hostVacancy`. */
  vacancy: Outlook
  /** Memory free before the server is placed, as a share of the host's memory. */
  memoryFreeShare: number
}

/** Hours that a share of free memory weighs: nearly full hosts first, where futures are alike. */
const freeShareHours = 0.5
/** A server that leaves long before its host wastes a lasting place, which costs far less than a host kept up. */
const outlivedWeight = 0.02

/**
 * How dear it is to place a server on a host that fits it, in host hours: the lowest is best. Above all it
 * counts the hours for which the host would be kept in use by this server alone; then the free memory, as
 * best fit does; then the mismatch of futures. Weights were chosen on a public trace of a large cloud
 * (`npm run bench -- packing`). Pure.
 */
export function scoreHost(host: PackingHost, server: Outlook): number {
  const { keptHours, outlivedHours } = compareOutlooks(host.vacancy, server)
  return keptHours + outlivedWeight * outlivedHours + freeShareHours * host.memoryFreeShare
}
