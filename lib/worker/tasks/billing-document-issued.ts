import { planDelivery, planPayment } from '~/lib/billing'
import type { Task } from './task'

/** The work that follows an issued document; each part is idempotent. */
export const billingDocumentIssuedTask: Task<'billing_document_issued'> = async ({ documentId }, { ctx }) => {
  await planDelivery(ctx, { documentId })
  await planPayment(ctx, documentId)
}
