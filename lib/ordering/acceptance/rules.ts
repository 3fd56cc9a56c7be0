/** In order of evaluation: an order is counted under the first rule that accepts it. */
export const acceptanceRules = ['small', 'verified', 'trusted', 'growing'] as const
export type AcceptanceRule = (typeof acceptanceRules)[number]

export const acceptanceLimits = {
  /** Per month without VAT, for all orders of one day: the limit of any active buyer. */
  smallCents: 500_00n,
  /** The same for a buyer with an identity confirmed by a directory, still under a newcomer's cap. */
  verifiedCents: 5_000_00n,
  /** The same for a buyer without a cap because a moderator lifted it. */
  trustedCents: 20_000_00n,
  /**
   * After this many days as a customer, orders of one day up to what the buyer had paid for before count as
   * normal growth.
   */
  growingAfterDays: 90,
  /** A late payment may be on its way for this long: banks report transfers days later. */
  lateDays: 30,
} as const

export type BuyerFacts = {
  isVerified: boolean
  /** Null when a moderator lifted the cap. */
  spendingCapCents: bigint | null
  /** Days since a moderator or a rule accepted the organisation; null when that was not recorded. */
  customerForDays: number | null
  /** Public bodies pay late but pay: their arrears are shown and block nothing. */
  isPublicBody: boolean
  /** Unpaid for longer than a bank delay can explain. */
  arrearsCents: bigint
  /** Monthly cost of all existing and waiting resources. */
  committedCents: bigint
  /** Committed earlier on the same day without a moderator. */
  undecidedTodayCents: bigint
  /** All commitments made earlier on the same day. */
  todayCents: bigint
}

export type Doubt = 'arrears' | 'not_verified' | 'over_limit' | 'large_hold'

export type Judgement =
  | { outcome: 'accepted'; rule: AcceptanceRule }
  | { outcome: 'moderate'; because: Doubt[] }

/**
 * Whether an order of this monthly amount is accepted automatically and by which rule; otherwise what a
 * moderator has to check. A company with arrears is always reviewed. Capacity is not checked here: claiming it
 * decides. Pure.
 */
export function judgeOrder(monthlyCents: bigint, buyer: BuyerFacts): Judgement {
  if (isInArrears(buyer)) return { outcome: 'moderate', because: ['arrears'] }
  const [rule] = acceptingRules(monthlyCents, buyer)
  if (rule) return { outcome: 'accepted', rule }
  return { outcome: 'moderate', because: buyer.isVerified ? ['over_limit'] : ['not_verified', 'over_limit'] }
}

/**
 * All rules that would each accept such an order, in order of evaluation. They compare the sum of the day:
 * what was committed earlier without a moderator, plus this order. Pure.
 */
export function acceptingRules(monthlyCents: bigint, buyer: BuyerFacts): AcceptanceRule[] {
  if (isInArrears(buyer)) return []
  const dayCents = monthlyCents + buyer.undecidedTodayCents
  return acceptanceRules.filter((each) => accepts[each](dayCents, buyer))
}

/** The smallest additional monthly amount that no rule accepts. Pure. */
export function moderatedFromCents(buyer: BuyerFacts): bigint {
  if (isInArrears(buyer)) return 1n
  const { isVerified, spendingCapCents: cap, customerForDays, committedCents, todayCents } = buyer
  const limits = [
    acceptanceLimits.smallCents,
    ...(isVerified && cap !== null ? [acceptanceLimits.verifiedCents] : []),
    ...(cap === null ? [acceptanceLimits.trustedCents] : []),
    ...((customerForDays ?? 0) >= acceptanceLimits.growingAfterDays ? [committedCents - todayCents] : []),
  ]
  const most = limits.reduce((highest, limit) => (limit > highest ? limit : highest))
  const from = most - buyer.undecidedTodayCents + 1n
  return from > 1n ? from : 1n
}

const isInArrears = ({ arrearsCents, isPublicBody }: BuyerFacts) => arrearsCents > 0n && !isPublicBody

const accepts: Record<AcceptanceRule, (dayCents: bigint, buyer: BuyerFacts) => boolean> = {
  small: (cents) => cents <= acceptanceLimits.smallCents,
  verified: (cents, { isVerified, spendingCapCents }) =>
    isVerified && spendingCapCents !== null && cents <= acceptanceLimits.verifiedCents,
  trusted: (cents, { spendingCapCents }) =>
    spendingCapCents === null && cents <= acceptanceLimits.trustedCents,
  growing: (cents, { customerForDays, committedCents, todayCents }) =>
    (customerForDays ?? 0) >= acceptanceLimits.growingAfterDays && cents <= committedCents - todayCents,
}

/** A quote that holds at least this share of a zone's free capacity is reviewed before it is sent. */
export const largeHold = {
  percent: 25,
  /** Below all of these a hold is never large, however small the zone. */
  vcpu: 32,
  memoryMib: 131_072,
  volumeGib: 2_000,
  /** Per month, without VAT. */
  cents: 10_000_00n,
} as const

export type HeldAmount = { vcpu: number; memoryMib: number; volumeGib: number }

/**
 * Whether a quote holds so much that a moderator reviews it first; `free` is the zone's remaining capacity
 * without it. Pure.
 */
export function isLargeHold(held: HeldAmount, free: HeldAmount): boolean {
  return (['vcpu', 'memoryMib', 'volumeGib'] as const).some(
    (name) =>
      held[name] >= largeHold[name] && held[name] * 100 >= (held[name] + free[name]) * largeHold.percent,
  )
}
