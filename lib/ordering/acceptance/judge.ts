import { acrossProjects, type Tx } from '~/db/client'
import { arrearsCents } from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import type { Hold } from '../holds/hold-order'
import { holdHours } from '../holds/signature'
import { readFree } from '../moderation/queries/acceptance'
import type { PreparedLine } from '../place/prepare-lines'
import type { DayCommitment } from '../queries/day-sums'
import {
  type AcceptanceRule,
  acceptanceLimits,
  acceptingRules,
  type BuyerFacts,
  type HeldAmount,
  isLargeHold,
  type Judgement,
  judgeOrder,
  largeHold,
} from './rules'

type Buyer = {
  spendingCapCents: bigint | null
  kind: string
  directoryStatus: string
  decidedAt: Date | null
}
type Asked = {
  monthlyCents: bigint
  committedCents: bigint
  /** Earlier commitments of the organisation on the same day. */
  day: readonly DayCommitment[]
  isQuote: boolean
}

/** What the operator's acceptance rules need to know about a buyer. */
export async function readFacts(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  buyer: Buyer,
  { committedCents, day }: Pick<Asked, 'committedCents' | 'day'>,
): Promise<BuyerFacts> {
  return {
    isPublicBody: buyer.kind === 'public_body',
    isVerified: buyer.directoryStatus === 'verified',
    spendingCapCents: buyer.spendingCapCents,
    customerForDays: buyer.decidedAt
      ? Math.floor((ctx.now.getTime() - buyer.decidedAt.getTime()) / 86_400_000)
      : null,
    arrearsCents: await acrossProjects(tx, () =>
      arrearsCents(tx, organisationId, addDays(parisDay(ctx.now), -acceptanceLimits.lateDays)),
    ),
    committedCents,
    ...sumDayCommitments(day),
  }
}

/**
 * Whether the operator's rules accept this order or a moderator reviews it, and which rules would accept it
 * alone. A quote that holds a large share of a zone is reviewed too.
 */
export async function judge(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  buyer: Buyer,
  { monthlyCents, committedCents, day, isQuote }: Asked,
  lines: readonly PreparedLine[],
): Promise<{ judged: Judgement; acceptingRules: AcceptanceRule[] }> {
  const facts = await readFacts(tx, ctx, organisationId, buyer, { committedCents, day })
  const judged = judgeOrder(monthlyCents, facts)
  const alone = acceptingRules(monthlyCents, facts)
  if (!isQuote) return { judged, acceptingRules: alone }
  const isLarge = monthlyCents >= largeHold.cents || (await holdsMuch(tx, lines))
  if (!isLarge) return { judged, acceptingRules: alone }
  const because = judged.outcome === 'moderate' ? judged.because : []
  return { judged: { outcome: 'moderate', because: [...because, 'large_hold'] }, acceptingRules: [] }
}

/** Cents of a day that no moderator decided, and of the whole day. Pure. */
export function sumDayCommitments(day: readonly DayCommitment[]): {
  undecidedTodayCents: bigint
  todayCents: bigint
} {
  const sum = (some: readonly DayCommitment[]) =>
    some.reduce((all, { monthlyCents }) => all + monthlyCents, 0n)
  const isUndecided = ({ acceptedBy }: DayCommitment) => acceptedBy !== null && acceptedBy !== 'moderator'
  return { undecidedTodayCents: sum(day.filter(isUndecided)), todayCents: sum(day) }
}

async function holdsMuch(tx: Tx, lines: readonly PreparedLine[]): Promise<boolean> {
  const held = new Map<Id<'zone'>, HeldAmount>()
  for (const { zoneId, bundle, input } of lines) {
    const { vcpu, memoryMib, volumeGib } = held.get(zoneId) ?? { vcpu: 0, memoryMib: 0, volumeGib: 0 }
    held.set(zoneId, {
      vcpu: vcpu + bundle.vcpu * input.quantity,
      memoryMib: memoryMib + bundle.memoryMib * input.quantity,
      volumeGib: volumeGib + bundle.volumeGib * input.quantity,
    })
  }
  const free = await readFree(tx, [...held.keys()])
  return [...held].some(([zoneId, amount]) => {
    const before = free.get(zoneId) ?? { vcpu: 0, memoryMib: 0, volumeGib: 0 }
    return isLargeHold(amount, {
      vcpu: before.vcpu - amount.vcpu,
      memoryMib: before.memoryMib - amount.memoryMib,
      volumeGib: before.volumeGib - amount.volumeGib,
    })
  })
}

/** The reasons the order waits for, with `operator` added when no rule accepted it. Pure. */
export function withJudgement(hold: Hold | null, judged: Judgement, now: Date): Hold | null {
  if (judged.outcome === 'accepted') return hold
  return {
    reasons: [...(hold?.reasons ?? []), 'operator'],
    approvalsNeeded: hold?.approvalsNeeded ?? 0,
    dayCents: hold?.dayCents ?? null,
    expiresAt: hold?.expiresAt ?? addSeconds(now, holdHours.until * 3_600),
  }
}
