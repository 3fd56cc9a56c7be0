import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { requireChangeableNetworks } from '../networks/require-changeable'
import * as rows from './queries/public-addresses'
import type { AddressIdInput, AttachAddressInput } from './schema'

/**
 * Attaches the address to a server in the same project and zone; a worker updates the hypervisor within
 * seconds.
 *
 * @throws DomainError `not_found`, `state_forbids` (attached to another server; the server is in another
 * project or zone, or on a network without a way out; a host of the zone holds its networks), `recovery_in_progress`,
 * `unavailable`
 */
export async function attachAddress(ctx: OpContext, input: AttachAddressInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  const attach = async (tx: Tx) => {
    // Before the address, as the end of a server does.
    const server = await rows.findAddressableServer(tx, input.instanceId)
    const row = await find(tx, ctx, input.addressId)
    if (!server) throw new DomainError('not_found', { field: 'instanceId' })
    if (row.instanceId === server.id) return
    if (row.balancerId) throw refused('address_of_balancer')
    if (row.instanceId) throw refused('address_attached')
    if (row.zoneId !== server.zoneId) throw refused('address_other_zone')
    if (row.projectId !== server.projectId) throw refused('address_other_project')
    if (!server.hasExit) throw refused('address_no_exit')
    await requireChangeableNetworks(tx, row.zoneId)
    await rows.setAddressTarget(tx, row.id, server.id)
    await audit(tx, ctx, 'address.attached', row, { server: server.name })
  }
  await retryConflicts(() => withOrganisation(ctx, attach))
}

/**
 * Detaches the address; it stays reserved and billed.
 *
 * @throws DomainError `not_found`, `recovery_in_progress`, `state_forbids` (ordered with a server that is being created)
 */
export async function detachAddress(ctx: OpContext, input: AddressIdInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const row = await find(tx, ctx, input.addressId)
    if (row.balancerId) throw refused('address_of_balancer')
    if (!row.instanceId) return
    if (await rows.awaitsServer(tx, row)) throw refused('address_server_creating')
    await rows.setAddressTarget(tx, row.id, null)
    await audit(tx, ctx, 'address.detached', row, {})
  })
}

/**
 * Releases the address: it can go to another organisation, and metering ends.
 *
 * @throws DomainError `not_found`, `state_forbids` (attached to a server), `recovery_in_progress`
 */
export async function releaseAddress(ctx: OpContext, input: AddressIdInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const row = await find(tx, ctx, input.addressId)
    if (row.balancerId) throw refused('address_of_balancer')
    if (row.instanceId) throw refused('address_attached')
    if (!(await rows.releaseAddressRow(tx, row.id, ctx.now))) throw new DomainError('not_found')
    await audit(tx, ctx, 'address.released', row, {})
  })
}

const refused = (reason: string) => new DomainError('state_forbids', { params: { reason } })

async function find(tx: Tx, ctx: OpContext, id: Id<'publicAddress'>): Promise<rows.AddressRow> {
  await requireOutsideWorld(tx)
  const row = await rows.findAddressForUpdate(tx, id)
  if (!row) throw new DomainError('not_found')
  authorize(ctx, 'instance:operate', row.projectId)
  return row
}

function audit(
  tx: Tx,
  ctx: OpContext,
  event: 'address.attached' | 'address.detached' | 'address.released',
  { id, organisationId, address }: rows.AddressRow,
  details: Record<string, string>,
) {
  return recordAudit(tx, ctx, event, {
    organisationId,
    kind: 'public_address',
    id,
    details: { address, ...details },
  })
}
