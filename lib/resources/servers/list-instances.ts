import { withOrganisation } from '~/db/client'
import { authorize, offeredProjects, type ProjectChoice } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { toInstanceLine } from '../common/to-view'
import type { InstanceLine, ListPage, ZoneChoice } from '../common/views'
import { lastPageOf, pageWindow } from '../overview/page-window'
import {
  countInstances,
  selectInstances,
  selectInstanceTags,
  selectZoneChoices,
} from '../queries/list-instances'
import type { ListInstancesInput } from './schema'

export type InstanceList = ListPage<InstanceLine> & {
  tags: string[]
  zones: ZoneChoice[]
  projects: ProjectChoice[]
}

const offeredTags = 100

/**
 * One page of the organisation's servers and their total; without erased ones. A page past the end returns the
 * last one.
 */
export async function listInstances(ctx: OpContext, input: ListInstancesInput): Promise<InstanceList> {
  authorize(ctx, 'instance:read')
  const { q: text, page, sort, direction, ...rest } = input
  const filter = { ...rest, text }
  return withOrganisation(ctx, async (tx, organisationId) => {
    const pageOf = (wanted: number) =>
      selectInstances(tx, filter, { sort, direction, ...pageWindow(wanted) }, ctx.now)
    const [total, asked, tags, zones, projects] = await Promise.all([
      countInstances(tx, filter),
      pageOf(page),
      selectInstanceTags(tx, offeredTags),
      selectZoneChoices(tx),
      offeredProjects(tx, organisationId),
    ])
    const rows = page <= lastPageOf(total) ? asked : await pageOf(lastPageOf(total))
    return { rows: rows.map(toInstanceLine), total, tags, zones, projects }
  })
}
