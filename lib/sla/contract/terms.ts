export type { AvailabilityTerms, CreditStep } from '~/db/schema/sla/sla'
