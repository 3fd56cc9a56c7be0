import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isManagementRange } from '~/lib/kernel/net/management-range'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHypervisorForUpdate, updateHypervisor } from './queries/hypervisors'
import type { ChangeManagementRangesInput } from './schema'

/**
 * Blocks customers' servers of this hypervisor's zone from these ranges, in addition to the ranges that the workers'
 * environment blocks in all zones. The next comparison, within a minute, applies the change.
 *
 * @throws DomainError `not_found`, `invalid_input` (an entry is not a range, or is too wide)
 */
export async function changeManagementRanges(
  ctx: OpContext,
  input: ChangeManagementRangesInput,
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  if (!input.ranges.every(isManagementRange))
    throw new DomainError('invalid_input', { field: 'ranges', params: { reason: 'management_range' } })
  const managementRanges = [...new Set(input.ranges)]
  const hypervisorId = input.hypervisorId
  await withStaff(ctx, async (tx) => {
    const row = await findHypervisorForUpdate(tx, hypervisorId)
    if (!row) throw new DomainError('not_found')
    await updateHypervisor(tx, hypervisorId, { managementRanges })
    await recordAudit(tx, ctx, 'hypervisor.ranges_changed', {
      organisationId: null,
      kind: 'hypervisor',
      id: hypervisorId,
      details: { zoneCode: row.zoneCode, from: row.managementRanges, to: managementRanges },
    })
  })
}
