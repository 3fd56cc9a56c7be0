import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'
import type { Id } from '~/lib/kernel/ids'

export type DocumentHit = {
  id: Id<'invoice'>
  kind: 'invoice' | 'credit_note'
  number: string
  /** `YYYY-MM`. */
  period: string
  grossCents: string
}

/** Issued documents of which the number has all the words, of these periods (`YYYY-MM`; `-MM`: of any year), latest first. */
export async function selectDocumentHits(
  tx: Tx,
  words: readonly string[],
  period: string | null,
  limit: number,
): Promise<DocumentHit[]> {
  const rows = await tx.execute<DocumentHit>(sql`
    select d.id, d.kind, d.number, d.period, d.gross_cents::text as "grossCents" from billing_documents d
    where d.state = 'final' and ${hasWords(foldedText(sql`d.number`), words)}
      and (${period}::text is null or d.period like ${`%${period ?? ''}%`})
    order by d.issued_on desc, d.number desc limit ${limit}`)
  return [...rows]
}
