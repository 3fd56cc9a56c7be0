import type { ChangeSubject } from '~/db/schema/seller-changes'
import { routes } from '~/lib/routes'

const pages: Record<ChangeSubject, () => string> = {
  seller: routes.operator.billingSeller,
  card_provider: routes.operator.billingSeller,
  creditor: routes.operator.debits,
  connection_chorus_pro: routes.operator.einvoices,
  connection_platform: routes.operator.einvoices,
}

/** The page on which a change of this subject is decided. Browser-safe. */
export const pageOfChange = (subject: ChangeSubject): string => pages[subject]()
