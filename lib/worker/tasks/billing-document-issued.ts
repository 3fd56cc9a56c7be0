import { planDelivery, planPayment } from '~/lib/billing'
import type { Task } from './task'

/** What follows from an issued document, part by part; each part knows what it has already done. */
export const billingDocumentIssuedTask: Task<'billing_document_issued'> = async ({ documentId }, { ctx }) => {
  await planDelivery(ctx, { documentId })
  await planPayment(ctx, documentId)
}
