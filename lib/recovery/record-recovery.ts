import { withSystem } from '~/db/client'
import type { RecoveryReason } from '~/db/schema/recovery'
import { recordAudit } from '~/lib/audit'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { findOpenRecovery, insertRecovery } from './queries/recovery'

/**
 * Records that this database is not the approved one or, with a reason, that it is older than a state stored outside.
 * Nothing depends on this record; it gives the operator's page its start date.
 */
export async function recordRecovery(ctx: OpContext, reason: RecoveryReason | null = null): Promise<void> {
  const began = await withSystem(ctx, async (tx) => {
    const id = newId('recovery', ctx.now.getTime())
    if (!(await insertRecovery(tx, { id, reason, at: ctx.now }))) return null
    const recovery = await findOpenRecovery(tx)
    await recordAudit(tx, ctx, 'recovery.began', {
      organisationId: null,
      kind: 'recovery',
      id,
      details: {
        reason: recovery?.reason ?? '',
        expected: recovery?.knownIdentity ?? '',
        found: recovery?.foundIdentity ?? '',
      },
    })
    return recovery
  })
  if (began)
    log.error(
      { reason: began.reason, known: began.knownIdentity, found: began.foundIdentity },
      'the database was restored, copied or promoted: nothing outside is reached until an operator agrees',
    )
}
