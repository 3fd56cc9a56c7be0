import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readVolume } from '../common/read-resource'
import type { VolumeDetail } from '../common/views'

/** One volume of the organisation. @throws DomainError `not_found`, also for another organisation's */
export async function getVolume(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<VolumeDetail> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx) => readVolume(tx, input.volumeId, ctx.now))
}
