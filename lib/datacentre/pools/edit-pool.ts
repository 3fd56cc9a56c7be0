import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { findPoolForUpdate, updatePoolName } from '../places/queries/edit'
import { callSetPoolCapacity } from '../queries/zone-place'
import { type EditPoolInput, editPoolInput } from './schema'

/**
 * Changes the pool's name and space.
 *
 * @throws DomainError `not_found`, `name_taken`, `invalid_input` when its volumes hold more
 */
export async function editPool(ctx: OpContext, raw: EditPoolInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { poolId: id, name, ...capacity } = editPoolInput.parse(raw)
  const poolId = id
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      const pool = await findPoolForUpdate(tx, poolId)
      if (!pool) throw new DomainError('not_found')
      if (!(await callSetPoolCapacity(tx, poolId, capacity))) {
        const claimed = pool.gibPhysical - pool.gibReserved - pool.gibFree
        const left = capacity.gibPhysical - capacity.gibReserved
        throw new DomainError('invalid_input', {
          field: 'gibPhysical',
          params: { reason: 'below_claimed', claimed: String(claimed), left: String(left) },
        })
      }
      await updatePoolName(tx, poolId, name)
      await recordAudit(tx, ctx, 'pool.changed', {
        organisationId: null,
        kind: 'pool',
        id: poolId,
        details: { name, ...capacity },
      })
    }),
  )
}
