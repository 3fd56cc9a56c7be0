import type { ChangeSubject } from '~/db/schema/seller-changes'
import { routes } from '~/lib/routes'

/** What waits for a second person: a change of the seller, a credit note or gesture, a refund by card. */
export type AwaitedSubject = ChangeSubject | 'concession' | 'card_refund'

const pages: Record<AwaitedSubject, () => string> = {
  seller: routes.operator.billingSeller,
  card_provider: routes.operator.billingSeller,
  card_refund: routes.operator.billingSeller,
  creditor: routes.operator.debits,
  connection_chorus_pro: routes.operator.einvoices,
  connection_platform: routes.operator.einvoices,
  concession: routes.operator.billingConcessions,
}

/** The page on which it is decided. */
export const pageOfAwaited = (subject: AwaitedSubject): string => pages[subject]()
