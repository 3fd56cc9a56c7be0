import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { selectVolume, selectVolumesAfter, type VolumeFilter } from '../common/queries/list-volumes'
import { toVolumeView } from '../common/to-view'
import type { VolumeView } from '../common/views'

/** One volume in any state, without what its page adds. @throws DomainError `not_found` */
export async function findVolume(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<VolumeView> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const row = await selectVolume(tx, input.volumeId, ctx.now)
    if (!row) throw new DomainError('not_found')
    return toVolumeView(row)
  })
}

/** At most `limit` volumes that were made before `after`, the newest first. */
export async function findVolumes(
  ctx: OpContext,
  input: { filter: VolumeFilter; after: Id<'volume'> | null; limit: number },
): Promise<VolumeView[]> {
  authorize(ctx, 'instance:read')
  const { filter, after, limit } = input
  return withOrganisation(ctx, async (tx) =>
    (await selectVolumesAfter(tx, filter, { id: after, limit }, ctx.now)).map(toVolumeView),
  )
}
