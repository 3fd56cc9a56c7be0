/** Names are lower case and without the last dot, also inside `contents`. */
export type RecordSet = {
  name: string
  type: string
  ttl: number
  contents: readonly string[]
  /** Installation and organisation of the owner; null for a record set that the product did not write. */
  mark: string | null
}

/** A DNS server, as the product uses one. Every call can be repeated. */
export type DnsServer = {
  /** Creates the zone unless it exists. */
  ensureZone(zone: string, nameServers: readonly string[]): Promise<void>
  /** Names of the zones that it holds. */
  listZones(): Promise<string[]>
  /** Replaces these record sets, all or none; one without contents is removed. @throws DnsError `no_zone`, `rejected` */
  replaceRecords(zone: string, records: readonly RecordSet[]): Promise<void>
  /** The record sets of a zone, or those of one name in it; none when the zone does not exist. */
  listRecords(zone: string, name?: string): Promise<RecordSet[]>
  /** Does nothing when the zone does not exist. */
  deleteZone(zone: string): Promise<void>
  close(): Promise<void>
}

/**
 * `unreachable`: no answer, or not now. `denied`: the key is wrong. `rejected`: the content is invalid, in conflict
 * with another record set, or outside the zone.
 */
export type DnsErrorCode = 'unreachable' | 'denied' | 'rejected' | 'no_zone'

export class DnsError extends Error {
  constructor(
    readonly code: DnsErrorCode,
    /** The server's message, verbatim. */
    readonly text: string,
    cause?: unknown,
  ) {
    super(`${code}: ${text}`, { cause })
    this.name = 'DnsError'
  }
}
