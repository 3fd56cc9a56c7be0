import type { Tx } from '~/db/client'
import { readSilences } from '../servers/read-silences'
import { type EstateHit, selectEstateHits } from './queries/search'

/** In `tx`: resources that match all the words; `silentSince` of one that should answer and does not. */
export async function searchEstate(
  tx: Tx,
  words: readonly string[],
  limit: number,
): Promise<(EstateHit & { silentSince: string | null })[]> {
  const hits = await selectEstateHits(tx, words, limit)
  const silences = await readSilences(
    tx,
    hits.map(({ id }) => id),
  )
  return hits.map((hit) => ({ ...hit, silentSince: silences.get(hit.id)?.since ?? null }))
}
