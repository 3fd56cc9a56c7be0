import type { Tx } from '~/db/client'
import { listSilences } from '../queries/silences'

/** Since when each of these servers that run and volumes in use does not answer, as an ISO string; one that answers is missing. */
export async function readSilences(tx: Tx, ids: readonly string[]): Promise<Map<string, { since: string }>> {
  const silences = await listSilences(tx, ids)
  return new Map([...silences].map(([id, since]) => [id, { since: since.toISOString() }]))
}
