/** How one way through the needs of a request goes. */
export type Manner = {
  /** Which of `count` candidates to take. */
  choose: (count: number, resourceId: string) => number
  /** Fullest first whatever the zone prefers: what fits at all fits best so. */
  isPacked?: boolean
  /**
   * Those that must stand apart one after another, each on the host that could take the most like it. Where all are alike,
   * and each is of one set that stands apart by host, this finds places whenever there are any: no host is left with room
   * for more of them than there are sets to come.
   */
  isBalanced?: boolean
  /** Members of this rule stand in this domain. */
  pin?: { ruleId: string; domain: string }
  /** Go back and try others when a later resource finds no place, for so many places in all. */
  placesTried?: number
}
