import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { findProjectOfNetwork, insertKeptNetwork, type LostNetwork } from './queries/adopted'

/**
 * Returns the project of the network where it has a row, or writes one for a network whose range was kept because no row
 * explained it: in the organisation's default project, as it is, with nothing to be written before a person compared it.
 * Null when neither exists, or when it is another organisation's.
 */
export async function findOrAdoptNetwork(tx: Tx, network: LostNetwork): Promise<Id<'project'> | null> {
  const known = await findProjectOfNetwork(tx, network)
  if (known) return known
  await insertKeptNetwork(tx, network)
  return findProjectOfNetwork(tx, network)
}
