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
  /** Null while the rate of a half-year is not known. */
  interestCents: string | null
  feeCents: string
  done: { step: DunningStep; on: string; outcome: string }[]
  /** What a person has to decide now. */
  decision: 'suspension' | 'doubtful' | null
  isAwaited: boolean
  heldFor: string | null
  /** What its platform said of it, for which no letters go: a life-cycle status. */
  said: number | null
}

export type DunningDesk = {
  late: LateView[]
  lateCents: string
  /** By how long they have been late. */
  ageing: { bucket: AgeBucket; documents: number; openCents: string }[]
  suspended: { id: Id<'organisation'>; legalName: string }[]
  rates: { from: string; basisPoints: number }[]
}
