/** In the order in which they are asked: the first that accepts is the one that is counted. */
export const acceptanceRules = ['small', 'verified', 'trusted', 'growing'] as const
export type AcceptanceRule = (typeof acceptanceRules)[number]

export const acceptanceLimits = {
  /** Of the orders of one day, per month without VAT: what anybody active may order. */
  smallCents: 500_00n,
  /** The same of a buyer whose identity a directory confirms, still under the cap of a newcomer. */
  verifiedCents: 5_000_00n,
  /** The same of a buyer whose cap a moderator lifted. */
  trustedCents: 20_000_00n,
  /** Orders of one day of at most what the buyer paid for before that day are growth that was seen before, after so many days. */
  growingAfterDays: 90,
  /** What is late by no more may be on its way: a bank tells of money days after it came. */
  lateDays: 30,
} as const

export type BuyerFacts = {
  isVerified: boolean
  /** Null once a moderator lifted it. */
  spendingCapCents: bigint | null
  /** Since a moderator or a rule accepted the organisation; null when nobody wrote it down. */
  customerForDays: number | null
  /** One pays late, but pays: what it owes is shown and held against nobody. */
  isPublicBody: boolean
  /** Due for longer than may be a matter of the bank, and not paid. */
  arrearsCents: bigint
  /** What a month of what stands costs, what waits included. */
  committedCents: bigint
  /** What was committed before on the same day without a moderator. */
  undecidedTodayCents: bigint
  /** All that was committed before on the same day. */
  todayCents: bigint
}

export type Doubt = 'arrears' | 'not_verified' | 'over_limit' | 'large_hold'

export type Judgement =
  | { outcome: 'accepted'; rule: AcceptanceRule }
  | { outcome: 'moderate'; because: Doubt[] }

/**
 * Whether an order of so much a month goes through by itself, and by which rule; else what a moderator has to look at.
 * A company that owes something overdue is looked at. That there is room is decided by claiming it. Pure.
 */
export function judgeOrder(monthlyCents: bigint, buyer: BuyerFacts): Judgement {
  if (isInArrears(buyer)) return { outcome: 'moderate', because: ['arrears'] }
  const [rule] = acceptingRules(monthlyCents, buyer)
  if (rule) return { outcome: 'accepted', rule }
  return { outcome: 'moderate', because: buyer.isVerified ? ['over_limit'] : ['not_verified', 'over_limit'] }
}

/**
 * Every rule that alone would let such an order through, in their order. They compare the sum of the day: what passed
 * before on the same day without a moderator, and this order. Pure.
 */
export function acceptingRules(monthlyCents: bigint, buyer: BuyerFacts): AcceptanceRule[] {
  if (isInArrears(buyer)) return []
  const dayCents = monthlyCents + buyer.undecidedTodayCents
  return acceptanceRules.filter((each) => accepts[each](dayCents, buyer))
}

/** The smallest amount more a month that no rule lets through by itself. Pure. */
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

/** A quote that holds at least this share of what a zone had free is looked at before it is sent. */
export const largeHold = {
  percent: 25,
  /** Below all of these nothing is large, however small the zone. */
  vcpu: 32,
  memoryMib: 131_072,
  volumeGib: 2_000,
  /** Per month, without VAT. */
  cents: 10_000_00n,
} as const

export type HeldAmount = { vcpu: number; memoryMib: number; volumeGib: number }

/** Whether a quote puts so much aside that a moderator looks first; `free` is what the zone has beside it. Pure. */
export function isLargeHold(held: HeldAmount, free: HeldAmount): boolean {
  return (['vcpu', 'memoryMib', 'volumeGib'] as const).some(
    (name) =>
      held[name] >= largeHold[name] && held[name] * 100 >= (held[name] + free[name]) * largeHold.percent,
  )
}
