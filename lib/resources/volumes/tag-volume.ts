import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { updateVolume } from '../queries/resources'
import { volumeCan } from './volume-can'

/** Replaces the volume's tags by these. @throws DomainError `state_forbids`, `not_found` */
export async function tagVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; tags: Record<string, string> },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const row = await lockVolume(tx, input.volumeId)
    assertAllowed(volumeCan.tag(row), row)
    await updateVolume(tx, row.id, row.state, { tags: input.tags })
    const details = { from: row.tags, to: input.tags }
    await recordAudit(tx, ctx, 'volume.tagged', { organisationId, kind: 'volume', id: row.id, details })
  })
}
