import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { findHostForUpdate, updateHostLabels } from '../queries/hosts'
import type { RelabelHostInput } from './schema'

/** Replaces the host's labels; placements that require one see the change at once. @throws DomainError `not_found` */
export async function relabelHost(ctx: OpContext, input: RelabelHostInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { hostId } = input
  await withShared(ctx, async (tx) => {
    const host = await findHostForUpdate(tx, hostId)
    if (!host) throw new DomainError('not_found')
    await updateHostLabels(tx, hostId, input.labels)
    await recordAudit(tx, ctx, 'host.relabelled', {
      organisationId: null,
      kind: 'host',
      id: hostId,
      details: { from: host.labels, to: input.labels },
    })
  })
}
