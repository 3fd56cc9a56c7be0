import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findAccountSession, listMemberships, touchAccountSession } from '../queries/sessions'
import { isSessionAlive } from '../session-rules'

/**
 * Returns the context in which the holder of this session acts in an organisation, from the rows at `ctx.now`: for a
 * process that outlives their request. Null when the session ended or they are no longer a member.
 */
export async function readMemberContext(
  tx: Tx,
  ctx: OpContext,
  of: { sessionHash: string; organisationId: Id<'organisation'> },
): Promise<OpContext | null> {
  const session = await findAccountSession(tx, of.sessionHash)
  if (!session || !isSessionAlive('account', session, ctx.now)) return null
  const memberships = await listMemberships(tx, session.accountId)
  const membership = memberships.find((each) => each.organisationId === of.organisationId)
  if (!membership) return null
  const { accountId, secondFactorAt } = session
  const { organisationId, role, organisationState, projectRoles } = membership
  return {
    ...ctx,
    surface: 'portal',
    actor: { kind: 'account', accountId, sessionHash: of.sessionHash, secondFactorAt },
    membership: { organisationId, role, organisationState, projectRoles },
  }
}

/** Records a use of the session without a request. */
export async function keepSession(tx: Tx, ctx: OpContext, sessionHash: string): Promise<void> {
  await touchAccountSession(tx, sessionHash, ctx.now)
}
