import { withStaff } from '~/db/client'
import { findHost, listAllocationsOn, listRackRows } from '~/db/queries/inventory/hosts'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { HostDetail } from './client'
import { hostView } from './host-view'

/** One host: where it stands, what it can hold and what is allocated on it. @throws DomainError `not_found` */
export async function getHost(ctx: OpContext, hostId: string): Promise<HostDetail> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('host', hostId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const row = await findHost(tx, hostId as Id<'host'>)
    if (!row) throw new DomainError('not_found')
    const allocations = await listAllocationsOn(tx, row.id)
    const place = (await listRackRows(tx)).find((rack) => rack.rackId === row.rackId)
    if (!place) throw new DomainError('not_found', { internal: 'a host without a rack' })
    return {
      host: hostView(row, allocations.length),
      place: {
        zone: place.zone,
        zoneCode: place.zoneCode,
        site: place.site,
        city: place.city,
        room: place.room,
        rack: place.rack,
      },
      allocations: allocations.map((each) => ({
        id: each.id,
        resourceId: each.resourceId,
        state: each.state === 'posted' ? 'posted' : 'pending',
        vcpu: each.vcpu,
        memoryMib: each.memoryMib,
        diskGib: each.diskGib,
        address: each.address,
        createdAt: each.createdAt.toISOString(),
        organisation: { id: each.organisationId, name: each.organisationName },
        instance:
          each.instanceName && each.instanceState
            ? { name: each.instanceName, state: each.instanceState, bundle: each.bundleName ?? '' }
            : null,
      })),
    }
  })
}
