import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DrainProposal } from '../client'
import { drainProposal, readDrain } from './drain-proposal'

/**
 * Returns the plan of a drain of the host: the moves, broken placement rules, servers that stay, and the duration.
 * Writes nothing.
 *
 * @throws DomainError `not_found`
 */
export async function proposeDrain(ctx: OpContext, hostId: string): Promise<DrainProposal> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('host', hostId)) throw new DomainError('not_found')
  const { facts, found } = await withStaff(ctx, (tx) => readDrain(tx, hostId))
  return drainProposal(facts, found).proposal
}
