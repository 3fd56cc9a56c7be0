import type { Id } from '~/lib/kernel/ids'

/** A term that a server or volume is kept for. Cents of a full month without VAT. */
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
  /** The price of leaving today: the lesser of what was saved and what remains. */
  exit: { cents: string; enjoyedCents: string; remainingCents: string }
  /** Somebody asked to leave it, or deleted the resource. */
  isBeingLeft: boolean
  mayChange: boolean
}
