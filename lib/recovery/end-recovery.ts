import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RecoveryView } from './client'
import { closeRecovery, findOpenRecovery, isOutsideHeld, readDatabaseIdentity } from './queries/recovery'

/** Returns what an operator must approve; null while the database is the approved one. */
export async function readRecoveryIn(tx: Tx): Promise<RecoveryView | null> {
  if (!(await isOutsideHeld(tx))) return null
  const [open, identity] = await Promise.all([findOpenRecovery(tx), readDatabaseIdentity(tx)])
  return {
    reason: open?.reason ?? 'new_database',
    beganAt: open?.beganAt.toISOString() ?? null,
    identity,
    knownIdentity: open?.knownIdentity ?? null,
    comparedSince:
      open?.comparedIdentity === identity ? (open.compareAllowedAt?.toISOString() ?? null) : null,
  }
}

/**
 * Approves this database, so that workers act again. If rows were lost, each operation in progress is parked for a
 * person to resume or compensate. The caller has authorised. Returns how many were parked.
 *
 * @throws DomainError `state_forbids` when nothing waits, `conflict` when it is another database now
 */
export async function endRecoveryIn(
  tx: Tx,
  ctx: OpContext,
  end: { identity: string; staffId: Id<'staff'> | null; dataLost: boolean },
): Promise<number> {
  if (!(await isOutsideHeld(tx))) throw new DomainError('state_forbids')
  const open = await findOpenRecovery(tx)
  const parked = await closeRecovery(tx, { ...end, at: ctx.now })
  if (parked === null) throw new DomainError('conflict')
  await recordAudit(tx, ctx, 'recovery.ended', {
    organisationId: null,
    kind: 'recovery',
    id: open?.id ?? end.identity,
    details: { found: end.identity, dataLost: end.dataLost, parked: `${parked}` },
  })
  return parked
}
