import { withOrganisation } from '~/db/client'
import { authorize, offeredProjects, type ProjectChoice } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countVolumes, selectVolumes } from '../common/queries/list-volumes'
import { toVolumeView } from '../common/to-view'
import type { ListPage, VolumeView, ZoneChoice } from '../common/views'
import { lastPageOf, pageWindow } from '../overview/page-window'
import { selectZoneChoices } from '../queries/list-instances'
import type { ListVolumesInput } from './schema'

export type VolumeList = ListPage<VolumeView> & { zones: ZoneChoice[]; projects: ProjectChoice[] }

/** One page of the organisation's volumes and their total; without erased ones. */
export async function listVolumes(ctx: OpContext, input: ListVolumesInput): Promise<VolumeList> {
  authorize(ctx, 'instance:read')
  const { q: text, page, sort, direction, ...rest } = input
  const filter = { ...rest, text }
  return withOrganisation(ctx, async (tx, organisationId) => {
    const pageOf = (wanted: number) =>
      selectVolumes(tx, filter, { sort, direction, ...pageWindow(wanted) }, ctx.now)
    const [total, asked, zones, projects] = await Promise.all([
      countVolumes(tx, filter),
      pageOf(page),
      selectZoneChoices(tx),
      offeredProjects(tx, organisationId),
    ])
    const rows = page <= lastPageOf(total) ? asked : await pageOf(lastPageOf(total))
    return { rows: rows.map(toVolumeView), total, zones, projects }
  })
}
