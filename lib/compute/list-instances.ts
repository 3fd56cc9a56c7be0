import { withOrganisation } from '~/db/client'
import {
  countInstances,
  selectInstances,
  selectInstanceTags,
  selectZoneChoices,
} from '~/db/queries/compute/list-instances'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ListInstancesInput } from './schema'
import { listPageSize } from './states'
import { toInstanceView } from './to-view'
import type { InstanceView, ListPage, ZoneChoice } from './views'

export type InstanceList = ListPage<InstanceView> & { tags: string[]; zones: ZoneChoice[] }

const offeredTags = 100

/**
 * One page of the organisation's servers and how many there are in all; erased ones are not listed. A page
 * past the end is answered with the last one.
 */
export async function listInstances(ctx: OpContext, input: ListInstancesInput): Promise<InstanceList> {
  authorize(ctx, 'instance:read')
  const { q: text, page, sort, direction, ...rest } = input
  const filter = { ...rest, text }
  return withOrganisation(ctx, async (tx) => {
    const total = await countInstances(tx, filter)
    const lastPage = Math.max(1, Math.ceil(total / listPageSize))
    const offset = (Math.min(page, lastPage) - 1) * listPageSize
    const rows = await selectInstances(tx, filter, { sort, direction, limit: listPageSize, offset }, ctx.now)
    return {
      rows: rows.map(toInstanceView),
      total,
      tags: await selectInstanceTags(tx, offeredTags),
      zones: await selectZoneChoices(tx),
    }
  })
}
