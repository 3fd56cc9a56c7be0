import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { lockInstance } from '../common/lock-resource'
import { readReach } from '../networks/read-reach'
import { listReachTests, upsertReachTest } from './queries/reach-tests'

/** Between two tests of a server: each dials it, opens a shell and reads the hypervisor. */
const pauseSeconds = 10

/**
 * Tests every way to reach the server now; a worker does it within seconds, and the page shows the result.
 *
 * @throws DomainError `not_found`, `state_forbids` (it does not run), `rate_limited`
 */
export async function requestReachTest(ctx: OpContext, input: { instanceId: Id<'instance'> }): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const { id: instanceId, organisationId, projectId } = await lockInstance(tx, input.instanceId)
    authorize(ctx, 'instance:operate', projectId)
    const reach = (await readReach(tx, [instanceId])).get(instanceId)
    if (reach?.is !== 'running')
      throw new DomainError('state_forbids', { params: { reason: 'reach_not_running' } })
    const [last] = await listReachTests(tx, [instanceId])
    const nextAt = last && addSeconds(last.requestedAt, pauseSeconds)
    if (nextAt && nextAt > ctx.now)
      throw new DomainError('rate_limited', {
        params: { seconds: `${Math.ceil((nextAt.getTime() - ctx.now.getTime()) / 1_000)}` },
      })
    await upsertReachTest(tx, { organisationId, projectId, instanceId, at: ctx.now, until: ctx.now })
    await recordAudit(tx, ctx, 'instance.reach_tested', { organisationId, kind: 'instance', id: instanceId })
  })
}
