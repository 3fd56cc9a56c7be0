/** The result of a zone's placement policy, and what it has learnt about lifetimes. */
export type PackingView = {
  /** Among the hosts that sell. */
  hostsInUse: number
  hostsEmpty: number
  /** Null until something has been learnt. */
  learnt: { servers: number; untilAt: Date } | null
}
