import { and, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type DocumentFileKind, documentFiles } from '~/db/schema/billing/delivery'
import type { Id } from '~/lib/kernel/ids'

export type DocumentFileRow = typeof documentFiles.$inferSelect

export async function findDocumentFile(
  tx: Tx,
  documentId: Id<'invoice'>,
  kind: DocumentFileKind,
): Promise<DocumentFileRow | null> {
  const [row] = await tx
    .select()
    .from(documentFiles)
    .where(and(eq(documentFiles.documentId, documentId), eq(documentFiles.kind, kind)))
  return row ?? null
}

/** Stores the files of a document, unless another process has stored them already: the first ones stay. */
export async function insertDocumentFiles(
  tx: Tx,
  rows: (typeof documentFiles.$inferInsert)[],
): Promise<void> {
  await tx.insert(documentFiles).values(rows).onConflictDoNothing()
}
