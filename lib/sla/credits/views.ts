import type { ServiceCreditState } from '~/db/schema/billing/service-credits'
import type { Id } from '~/lib/kernel/ids'

/** A credit entry of a resource's month. Cents are decimal strings without VAT, with the sign of the credit. */
export type ServiceCreditView = {
  id: Id<'serviceCredit'>
  assessmentId: Id<'slaAssessment'>
  revision: number
  amountCents: string
  usedCents: string
  state: ServiceCreditState
  /** Reason of a refusal. */
  decisionReason: string | null
  documents: { id: Id<'invoice'>; number: string }[]
}

/** A month of a resource against its objective. Milliseconds; parts per million, null without observations. */
export type AssessedResourceView = {
  assessmentId: Id<'slaAssessment'>
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  revision: number
  objectivePpm: number
  availabilityPpm: number | null
  downMs: number
  unknownMs: number
  excludedMs: number
  priceCents: string
  creditCents: string
  /** Of the price, for an availability below `belowPpm` (null: below the objective); null without a credit. */
  rate: { basisPoints: number; belowPpm: number | null } | null
  credits: ServiceCreditView[]
  /** The open ticket that contests it. */
  ticketId: Id<'ticket'> | null
}

export type AssessedMonthView = {
  period: string
  resources: number
  breaches: number
  creditCents: string
}

/** `period` is the month shown; null before the first was assessed. */
export type ServiceCreditsView = {
  months: AssessedMonthView[]
  period: string | null
  resources: AssessedResourceView[]
}

export type CreditForStaffView = ServiceCreditView & {
  organisationId: Id<'organisation'>
  organisation: string
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  period: string
  objectivePpm: number
  availabilityPpm: number | null
  priceCents: string
  /** Reason given for the new assessment. */
  reason: string | null
  decidedBy: string | null
  /** The viewer counts as the person who requested the new assessment: another person must decide. */
  needsAnother: boolean
}

export type ServiceCreditDeskView = {
  /** The month of the credits; null for those of all months. */
  period: string | null
  months: { period: string; credits: number; openCents: string; grantedCents: string }[]
  credits: CreditForStaffView[]
  /** Organisations and months that can be assessed again. */
  assessed: { organisationId: Id<'organisation'>; name: string; period: string }[]
}
