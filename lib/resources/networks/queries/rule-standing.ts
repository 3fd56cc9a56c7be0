import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { privateNetworks } from '~/db/schema/resources/networks'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/** How far the hypervisor has the rules of a network. */
export async function findRuleStanding(tx: Tx, id: Id<'network'>) {
  const { revision, appliedRevision, notInForceOn } = privateNetworks
  const [row] = await tx
    .select({ revision, appliedRevision, notInForceOn })
    .from(privateNetworks)
    .where(eq(privateNetworks.id, id))
  invariant(row, `network ${id} has a row`)
  return row
}
