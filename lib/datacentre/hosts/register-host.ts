import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { lockRackForHost } from '../places/lock-rack-for-host'
import { insertHost } from '../queries/hosts'
import { type RegisterHostInput, registerHostInput, sellableVcpu } from './schema'

/**
 * Puts a host in service. It sells its capacity minus the reserve, overcommitted for virtual CPUs only.
 *
 * @throws DomainError `not_found` when there is no such rack, `name_taken`, `invalid_input` when its units are taken
 */
export async function registerHost(ctx: OpContext, raw: RegisterHostInput): Promise<Id<'host'>> {
  authorizeInventoryChange(ctx)
  const input = registerHostInput.parse(raw)
  const id = newId('host', ctx.now.getTime())
  const rackId = input.rackId
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      const zoneId = await lockRackForHost(tx, rackId, { ...input, id })
      await insertHost(tx, {
        ...input,
        id,
        rackId,
        zoneId,
        state: 'in_service',
        stateChangedAt: ctx.now,
        vcpuFree: sellableVcpu(input) - input.vcpuReserved,
        memoryMibFree: input.memoryMibPhysical - input.memoryMibReserved,
        diskGibFree: input.diskGibPhysical - input.diskGibReserved,
      })
      await recordAudit(tx, ctx, 'host.registered', {
        organisationId: null,
        kind: 'host',
        id,
        details: input,
      })
    }),
  )
  return id
}
