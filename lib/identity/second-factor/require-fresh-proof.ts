import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson } from '../person'
import { isProofFresh } from './fresh-session'

/**
 * Checks that the person gave their second factor, or their password where they have none, within five minutes. Second
 * line of every destructive use case, before any transaction is opened. A password never replaces a code. A program has
 * no second factor: its token was made with a fresh proof, which is for such acts or not.
 *
 * @throws DomainError `proof_required` with `proof` `code` or `password`; `confirmIdentity` gives it. `forbidden` for a program
 */
export async function requireFreshProof(ctx: OpContext): Promise<void> {
  if (ctx.actor.kind === 'account' && ctx.actor.token) {
    if (ctx.actor.token.mayDestroy) return
    throw new DomainError('forbidden', { params: { reason: 'token_may_not_destroy' } })
  }
  const { directory, id, sessionHash, secondFactorAt } = authorizePerson(ctx)
  if (isProofFresh(secondFactorAt, ctx.now)) return
  const { row, session } = await withShared(ctx, async (tx) => ({
    row: await directory.people.find(tx, id),
    session: await directory.sessions.find(tx, id, sessionHash),
  }))
  if (!row || !session) throw new DomainError('unauthenticated')
  if (row.totpEnabledAt) throw new DomainError('proof_required', { params: { proof: 'code' } })
  if (!isProofFresh(session.createdAt, ctx.now))
    throw new DomainError('proof_required', { params: { proof: 'password' } })
}
