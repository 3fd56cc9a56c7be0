/** What a zone's policy makes of its hosts, and what it knows of how long servers stay. */
export type PackingView = {
  /** Of the hosts that sell. */
  hostsInUse: number
  hostsEmpty: number
  /** Null until something has been learnt. */
  learnt: { servers: number; untilAt: Date } | null
}
