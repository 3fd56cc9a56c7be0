import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { invoiceReplacements } from '~/db/schema/billing/documents'
import type { Id } from '~/lib/kernel/ids'

export async function insertReplacement(tx: Tx, row: typeof invoiceReplacements.$inferInsert): Promise<void> {
  await tx.insert(invoiceReplacements).values(row)
}

/** The first invoice in a chain of replacements; itself without one. */
export async function originalOf(tx: Tx, documentId: Id<'invoice'>): Promise<Id<'invoice'>> {
  const [row] = await tx
    .select({ id: invoiceReplacements.originalDocumentId })
    .from(invoiceReplacements)
    .where(eq(invoiceReplacements.documentId, documentId))
  return row?.id ?? documentId
}

/** Whether this credit note cancels an invoice that a platform refused before it reached its buyer. */
export async function isInternalCreditNote(tx: Tx, documentId: Id<'invoice'>): Promise<boolean> {
  const [row] = await tx
    .select({ isInternal: invoiceReplacements.isInternal })
    .from(invoiceReplacements)
    .where(eq(invoiceReplacements.creditNoteId, documentId))
  return row?.isInternal ?? false
}

/** In a query with documents `d`: the document belongs to a replacement, which does not change the billed usage. */
export const isOfReplacement = sql`exists (select 1 from invoice_replacements r where d.id in (r.document_id, r.credit_note_id))`
