import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hostView } from '../hosts/host-view'
import { findRackPlace, listHostsOfRacks } from '../queries/zone-contents'
import type { RackDetail } from './views'

/** Returns a rack with its place, and its hosts from the top. @throws DomainError `not_found` */
export async function getRack(ctx: OpContext, rackId: string): Promise<RackDetail> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('rack', rackId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const rack = await findRackPlace(tx, rackId)
    if (!rack) throw new DomainError('not_found')
    const hosts = await listHostsOfRacks(tx, [rack.id])
    return { ...rack, hosts: hosts.map((each) => hostView(each.host, each.allocations)) }
  })
}
