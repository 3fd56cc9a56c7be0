import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { upsertReachTest } from './queries/reach-tests'

/** Long enough for a hypervisor that is slow, and short enough that the page soon shows which link is broken. */
const patienceSeconds = 120

/**
 * In the transaction that delivers a server with a public address: tests whether it is reachable from outside, again and
 * again while its addresses and its rules are being applied.
 */
export async function testOnceAttached(
  tx: Tx,
  ctx: OpContext,
  server: { id: Id<'instance'>; organisationId: Id<'organisation'>; projectId: Id<'project'> },
): Promise<void> {
  const { id: instanceId, organisationId, projectId } = server
  const until = addSeconds(ctx.now, patienceSeconds)
  await upsertReachTest(tx, { organisationId, projectId, instanceId, at: ctx.now, until })
}
