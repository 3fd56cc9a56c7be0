import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { declareSynchronousIn as declare, isDeclaredSynchronous } from './queries/follow-database'
import { readDatabaseIdentity } from './queries/recovery'

export { isDeclaredSynchronous }

/**
 * Records that this PostgreSQL cluster promotes only standbys that have every acknowledged write, so that workers go on
 * after a promotion which they find without loss; or takes it back. The caller has authorised.
 *
 * @throws DomainError `state_forbids` when no synchronous standby is configured
 */
export async function declareSynchronousIn(tx: Tx, ctx: OpContext, isSynchronous: boolean): Promise<void> {
  if (!(await declare(tx, isSynchronous))) throw new DomainError('state_forbids')
  const identity = await readDatabaseIdentity(tx)
  await recordAudit(
    tx,
    ctx,
    isSynchronous ? 'recovery.synchronous_declared' : 'recovery.synchronous_revoked',
    { organisationId: null, kind: 'recovery', id: identity, details: { found: identity } },
  )
}
