import type { Id } from '~/lib/kernel/ids'

/** The committed term of a server or volume. Cents of a full month, without VAT. */
type CommitmentFacts = {
  id: Id<'commitment'>
  termMonths: number
  basisPoints: number
  startedAt: string
  endsAt: string
  endedAt: string | null
  renewal: 'renew' | 'hourly' | 'silent'
  state: 'active' | 'ended' | 'renewed' | 'left'
  monthlyCents: string
  hourlyMonthlyCents: string
}

export type CommitmentSummary = CommitmentFacts & {
  bundle: string
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
}

export type CommitmentView = CommitmentFacts & {
  /** Today's exit fee: the smaller of the discount so far and the remaining price. */
  exit: { cents: string; enjoyedCents: string; remainingCents: string }
  /** An exit was requested, or the resource was deleted. */
  isBeingLeft: boolean
  mayChange: boolean
}
