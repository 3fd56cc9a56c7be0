import type { Id } from '~/lib/kernel/ids'
import type { AgeBucket } from '../invoices/age'
import type { DunningStep } from './dunning-step'
import type { DebtorKind } from './payment-terms'

/** Amounts are cents in decimal, days `YYYY-MM-DD`. */
export type LateView = {
  documentId: Id<'invoice'>
  organisationId: Id<'organisation'>
  number: string
  customer: string
  organisationState: string
  kind: DebtorKind
  dueOn: string
  daysLate: number
  openCents: string
  /** Null when the rate of a half-year is unknown. */
  interestCents: string | null
  feeCents: string
  done: { step: DunningStep; on: string; outcome: string }[]
  /** The decision that staff must take now. */
  decision: 'suspension' | 'doubtful' | null
  isAwaited: boolean
  heldFor: string | null
  /** The life-cycle status, reported by its platform, that stops letters. */
  said: number | null
}

export type DunningDesk = {
  late: LateView[]
  lateCents: string
  /** Late invoices by age. */
  ageing: { bucket: AgeBucket; documents: number; openCents: string }[]
  suspended: { id: Id<'organisation'>; legalName: string }[]
  rates: { from: string; basisPoints: number }[]
}

/** Late invoices of a customer. Amounts are cents in decimal, days `YYYY-MM-DD`. */
export type Overdue = {
  /** The oldest first. */
  documents: Id<'invoice'>[]
  openCents: string
  /** The due day of the oldest. */
  dueOn: string
  /** A formal notice was sent for one of them. */
  isFormal: boolean
}
