import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { updateVolume } from '../queries/resources'
import { volumeCan } from './volume-can'

/**
 * Sets or lifts the volume's protection from deletion; repeating it changes nothing. Lifting it requires the
 * same proof as a deletion.
 *
 * @throws DomainError `proof_required`, `state_forbids`, `not_found`
 */
export async function protectVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; isProtected: boolean },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  const { isProtected } = input
  if (!isProtected) await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx) => {
    const row = await lockVolume(tx, input.volumeId)
    if (row.isProtected === isProtected) return
    assertAllowed(isProtected ? volumeCan.protect(row) : volumeCan.unprotect(row), row)
    await updateVolume(tx, row.id, row.state, { isProtected })
    const event = isProtected ? 'volume.protected' : 'volume.unprotected'
    await recordAudit(tx, ctx, event, { organisationId, kind: 'volume', id: row.id })
  })
}
