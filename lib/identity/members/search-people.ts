import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { type PersonHit, selectPersonHits } from '../queries/search'

/** In `tx`: members and projects that match all the words. */
export const searchPeople = (
  tx: Tx,
  organisationId: Id<'organisation'>,
  words: readonly string[],
  limit: number,
): Promise<PersonHit[]> => selectPersonHits(tx, organisationId, words, limit)
