import { withOrganisation } from '~/db/client'
import { selectZoneChoices } from '~/db/queries/compute/list-instances'
import { countVolumes, selectVolumes } from '~/db/queries/compute/list-volumes'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ListVolumesInput } from './schema'
import { listPageSize } from './states'
import { toVolumeView } from './to-view'
import type { ListPage, VolumeView, ZoneChoice } from './views'

export type VolumeList = ListPage<VolumeView> & { zones: ZoneChoice[] }

/** One page of the organisation's volumes and how many there are in all; erased ones are not listed. */
export async function listVolumes(ctx: OpContext, input: ListVolumesInput): Promise<VolumeList> {
  authorize(ctx, 'instance:read')
  const { q: text, page, sort, direction, ...rest } = input
  const filter = { ...rest, text }
  return withOrganisation(ctx, async (tx) => {
    const total = await countVolumes(tx, filter)
    const lastPage = Math.max(1, Math.ceil(total / listPageSize))
    const offset = (Math.min(page, lastPage) - 1) * listPageSize
    const rows = await selectVolumes(tx, filter, { sort, direction, limit: listPageSize, offset }, ctx.now)
    return { rows: rows.map(toVolumeView), total, zones: await selectZoneChoices(tx) }
  })
}
