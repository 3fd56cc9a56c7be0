import type { ChangeSubject } from '~/db/schema/billing/seller-changes'
import { routes } from '~/lib/routes'

/** Subjects of decisions that wait for a second approver. */
export type DecisionSubject = ChangeSubject | 'concession' | 'card_refund'

const pages: Record<DecisionSubject, () => string> = {
  seller: routes.operator.billingSeller,
  card_provider: routes.operator.billingSeller,
  card_refund: routes.operator.billingSeller,
  creditor: routes.operator.debits,
  connection_chorus_pro: routes.operator.einvoices,
  connection_platform: routes.operator.einvoices,
  concession: routes.operator.billingConcessions,
}

/** The page on which the decision is made. */
export const decisionPage = (subject: DecisionSubject): string => pages[subject]()
