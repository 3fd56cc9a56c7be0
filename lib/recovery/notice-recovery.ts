import { withSystem } from '~/db/client'
import type { RecoveryReason } from '~/db/schema/recovery'
import { recordAudit } from '~/lib/audit'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { findOpenRecovery, noteRecovery } from './queries/recovery'

/**
 * Put it on record that this is another database than an operator agreed to, or, with a reason, that it is older than
 * what was kept outside of it. Nothing depends on its being noticed; the operator's page then says since when.
 */
export async function noticeRecovery(ctx: OpContext, reason: RecoveryReason | null = null): Promise<void> {
  const began = await withSystem(ctx, async (tx) => {
    const id = newId('recovery', ctx.now.getTime())
    if (!(await noteRecovery(tx, { id, reason, at: ctx.now }))) return null
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
