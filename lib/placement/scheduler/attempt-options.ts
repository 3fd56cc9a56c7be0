/** The options of one pass through the resources of a request. */
export type AttemptOptions = {
  /** Which of `count` candidates to take. */
  choose: (count: number, resourceId: string) => number
  /** Fullest first, whatever the zone's policy: the best chance of fitting everything. */
  isPacked?: boolean
  /**
   * Members of anti-affinity sets one after another, each on the host that could take the most of its size. If
   * all have equal size and each is in one set apart by host, this finds places whenever there are any: no
   * host is left with room for more of them than sets remain.
   */
  isBalanced?: boolean
  /** Pins the members of this rule to this domain. */
  pin?: { ruleId: string; domain: string }
  /** Backtracks when a later resource finds no place, within this number of places in total. */
  placesTried?: number
}
