import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { confirmPassword } from '../credentials/confirm-password'
import { authorizePerson, personEvent, personSubject } from '../person'
import { limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { openSession } from '../sessions/open-session'
import { spendSecondFactorCode } from './spend-code'

/**
 * Confirms the person with a second-factor code, or with the password where they have none. Replaces the session, so a
 * copied one is worthless; the absolute limit stays.
 *
 * @throws DomainError `invalid_code` or `invalid_credentials` about `proof`, `rate_limited`
 */
export async function confirmIdentity(
  ctx: OpContext,
  input: { proof: string },
): Promise<{ sessionSecret: string }> {
  const { directory, id, sessionHash } = authorizePerson(ctx)
  const row = await withShared(ctx, (tx) => directory.people.find(tx, id))
  const isCode = row?.totpEnabledAt != null
  if (isCode) await limit(ctx, 'second_factor_failures', id)
  else await confirmPassword(ctx, input.proof, 'proof')
  const sessionSecret = await withShared(ctx, async (tx) => {
    const session = await directory.sessions.find(tx, id, sessionHash)
    if (!session) throw new DomainError('unauthenticated')
    if (isCode && (await spendSecondFactorCode(tx, ctx, directory, id, input.proof)) === 'refused')
      throw new DomainError('invalid_code', { field: 'proof' })
    // Of two concurrent confirmations of one session, one succeeds.
    if (!(await directory.sessions.endOne(tx, id, sessionHash, ctx.now, 'renewed')))
      throw new DomainError('unauthenticated')
    const by = isCode ? 'code' : 'password'
    await recordAudit(
      tx,
      ctx,
      personEvent(directory, 'identity_confirmed'),
      personSubject(directory, id, { by }),
    )
    const secondFactorAt = isCode ? ctx.now : null
    const { userAgent, expiresAt } = session
    return openSession(tx, ctx, directory, id, { secondFactorAt, userAgent, expiresAt })
  })
  if (isCode) await forgetEvents(ctx.surface, 'second_factor_failures', id)
  return { sessionSecret }
}
