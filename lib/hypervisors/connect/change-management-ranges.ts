import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isManagementRange } from '~/lib/kernel/net/management-range'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHypervisorForUpdate, type HypervisorRow } from './queries/hypervisors'
import { replaceList } from './replace-list'
import type { ChangeManagementRangesInput } from './schema'

/**
 * Blocks customers' servers of this hypervisor's zone from these ranges, in addition to the ranges that the workers'
 * environment blocks in all zones. The next comparison, within a minute, applies the change. Removing a range lets
 * customers' servers reach it, so it requires a fresh proof of identity.
 *
 * @throws DomainError `not_found`, `invalid_input` (an entry is not a range, or is too wide), `proof_required`,
 * `conflict` (another person added a range that this input removes)
 */
export async function changeManagementRanges(
  ctx: OpContext,
  input: ChangeManagementRangesInput,
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  if (!input.ranges.every(isManagementRange))
    throw new DomainError('invalid_input', { field: 'ranges', params: { reason: 'management_range' } })
  const ranges = [...new Set(input.ranges)]
  const isRemoving = (row: HypervisorRow) => row.managementRanges.some((range) => !ranges.includes(range))
  const withRow = <T>(run: (tx: Tx, row: HypervisorRow) => T) =>
    withStaff(ctx, async (tx) => {
      const row = await findHypervisorForUpdate(tx, input.hypervisorId)
      if (!row) throw new DomainError('not_found')
      return run(tx, row)
    })
  const needsProof = await withRow((_, row) => isRemoving(row))
  if (needsProof) await requireFreshProof(ctx)
  await withRow(async (tx, row) => {
    if (isRemoving(row) && !needsProof) throw new DomainError('conflict')
    await replaceList(tx, ctx, row, 'managementRanges', ranges)
  })
}
