import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { recordAdoptedCopy } from '~/lib/resources'
import { type CopyFacts, nameOf } from './facts'
import { listCopyNames } from './queries/known'
import { type Owner, Refused } from './refused'

const refusals = {
  no_room: 'no_room',
  pool_unknown: 'pool_unknown',
  exists: 'row_exists',
  source_first: 'source_first',
  not_sold: 'bundle_unknown',
} as const

/**
 * Writes the row of a backup or image with the project, order and price of the volume or server of which it is a copy.
 *
 * @throws Refused, DomainError `name_taken`
 */
export async function adoptCopy(
  tx: Tx,
  ctx: OpContext,
  owner: Owner,
  facts: CopyFacts,
): Promise<{ name: string }> {
  const { kind, id, sizeGib, poolName, sourceId, createdAt } = facts
  const name = nameOf(facts, await listCopyNames(tx, kind, sourceId))
  const answer = await recordAdoptedCopy(tx, ctx, kind, {
    ...{ ...owner, id, name, sizeGib, poolName, sourceId },
    createdAt: toSecond(createdAt),
  })
  if (answer !== 'adopted') throw new Refused(refusals[answer])
  return { name }
}
