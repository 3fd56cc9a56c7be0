import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { findHostForUpdate } from '../queries/hosts'
import { callSetHostCapacity } from '../queries/zone-place'
import { type SetHostCapacityInput, setHostCapacityInput } from './schema'

export type CapacityOutcome = 'changed' | 'unchanged' | 'claimed'

/**
 * Sets the host's capacity; it sells what is neither reserved nor claimed. Returns `claimed`, without a change, when
 * its servers hold more.
 *
 * @throws DomainError `not_found`
 */
export async function setHostCapacity(ctx: OpContext, raw: SetHostCapacityInput): Promise<CapacityOutcome> {
  authorizeInventoryChange(ctx)
  const { hostId: id, ...capacity } = setHostCapacityInput.parse(raw)
  const hostId = id
  return withShared(ctx, async (tx) => {
    const host = await findHostForUpdate(tx, hostId)
    if (!host) throw new DomainError('not_found')
    const names = Object.keys(capacity) as (keyof typeof capacity)[]
    const from = Object.fromEntries(names.map((name) => [name, host[name]]))
    if (names.every((name) => host[name] === capacity[name])) return 'unchanged'
    if (!(await callSetHostCapacity(tx, hostId, capacity))) return 'claimed'
    await recordAudit(tx, ctx, 'host.capacity_changed', {
      organisationId: null,
      kind: 'host',
      id: hostId,
      details: { from, to: capacity },
    })
    return 'changed'
  })
}
