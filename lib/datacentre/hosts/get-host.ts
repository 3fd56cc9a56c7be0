import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { countAllocationsOn, findHost, listAllocationsOn } from '../queries/hosts'
import { findRackPlace } from '../queries/zone-contents'
import { hostHistory } from './host-history'
import { hostView } from './host-view'
import { listHostEvents, listHostMoves } from './queries/host-history'
import { allocationsPerPage, type HostDetail } from './views'

const eventsShown = 20

/** Returns a host with its position, capacity, history and one page of allocations. @throws DomainError `not_found` */
export async function getHost(ctx: OpContext, hostId: string, page = 1): Promise<HostDetail> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('host', hostId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const row = await findHost(tx, hostId)
    if (!row) throw new DomainError('not_found')
    const allocations = await listAllocationsOn(tx, row.id, {
      limit: allocationsPerPage,
      offset: (page - 1) * allocationsPerPage,
    })
    const place = await findRackPlace(tx, row.rackId)
    invariant(place, 'a host is in a rack')
    const [events, moves] = [
      await listHostEvents(tx, row.id, eventsShown),
      await listHostMoves(tx, row.id, eventsShown),
    ]
    return {
      host: hostView(row, await countAllocationsOn(tx, row.id)),
      place: {
        zone: place.zone,
        zoneCode: place.zoneCode,
        site: place.site,
        city: place.city,
        room: place.room,
        rack: place.name,
      },
      zoneId: place.zoneId,
      history: hostHistory(events, moves).slice(0, eventsShown),
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
