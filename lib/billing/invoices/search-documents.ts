import type { Tx } from '~/db/client'
import { type DocumentHit, selectDocumentHits } from '../queries/search'

/** In `tx`: issued documents that match all the words; of a month in any year (`-10`), a year or a month (`2026-10`). */
export const searchDocuments = (
  tx: Tx,
  words: readonly string[],
  period: string | null,
  limit: number,
): Promise<DocumentHit[]> => selectDocumentHits(tx, words, period, limit)
