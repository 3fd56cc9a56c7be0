import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listReachTests } from './queries/reach-tests'
import { type ReachTestView, toReachTestView } from './views'

/** The last test of each of these servers that has one. The caller has authorised. */
export async function readReachTests(
  tx: Tx,
  instanceIds: readonly Id<'instance'>[],
): Promise<Map<string, ReachTestView>> {
  const rows = await listReachTests(tx, instanceIds)
  return new Map(rows.map((row) => [row.instanceId, toReachTestView(row)]))
}
