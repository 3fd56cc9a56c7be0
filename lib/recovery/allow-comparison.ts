import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertComparisonPermission, isOutsideHeld } from './queries/recovery'

/**
 * Lets workers read the hypervisors of a held database, so that a person sees what differs before work continues. They
 * change nothing. A copy of the database is another one, which reads nothing. The caller has authorised.
 *
 * @throws DomainError `state_forbids` when nothing waits, `conflict` when it is another database now or was allowed before
 */
export async function allowComparisonIn(
  tx: Tx,
  ctx: OpContext,
  allow: { identity: string; staffId: Id<'staff'> | null },
): Promise<void> {
  if (!(await isOutsideHeld(tx))) throw new DomainError('state_forbids')
  const id = newId('recovery', ctx.now.getTime())
  if (!(await insertComparisonPermission(tx, { ...allow, id, at: ctx.now })))
    throw new DomainError('conflict')
  await recordAudit(tx, ctx, 'recovery.comparison_allowed', {
    organisationId: null,
    kind: 'recovery',
    id: allow.identity,
  })
}
