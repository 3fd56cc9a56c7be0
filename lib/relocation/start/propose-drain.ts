import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DrainProposal } from '../client'
import { drainProposal, readDrain } from './drain-proposal'

/**
 * Who would move where if the host were emptied now, what would not keep its rules and what would stay, with
 * how long it takes. Nothing is moved and nothing is kept.
 *
 * @throws DomainError `not_found`
 */
export async function proposeDrain(ctx: OpContext, hostId: string): Promise<DrainProposal> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('host', hostId)) throw new DomainError('not_found')
  const { facts, found } = await withStaff(ctx, (tx) => readDrain(tx, hostId))
  return drainProposal(facts, found).proposal
}
