import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson, personSubject } from '../person'
import { limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { openSession } from '../sessions/open-session'
import { isSecondFactorMandatory } from './mandatory'
import { spendSecondFactorCode } from './spend-code'

/**
 * Disables the second factor of this account. All sessions end; the caller continues with a new one. Owners and staff
 * cannot: their factor is mandatory.
 *
 * @throws DomainError `invalid_code`, `state_forbids` with reason `second_factor_mandatory`, `rate_limited`
 */
export async function disableSecondFactor(
  ctx: OpContext,
  input: { code: string },
): Promise<{ sessionSecret: string }> {
  const person = authorizePerson(ctx)
  const { directory, id, sessionHash } = person
  if (await isSecondFactorMandatory(ctx, person))
    throw new DomainError('state_forbids', { params: { reason: 'second_factor_mandatory' } })
  await limit(ctx, 'second_factor_failures', id)
  const sessionSecret = await withShared(ctx, async (tx) => {
    const session = await directory.sessions.find(tx, id, sessionHash)
    if (!session) throw new DomainError('unauthenticated')
    const spent = await spendSecondFactorCode(tx, ctx, directory, id, input.code)
    if (spent === 'refused') throw new DomainError('invalid_code', { field: 'code' })
    await directory.people.disableTotp(tx, id)
    await directory.recovery.replace(tx, id, [])
    await directory.sessions.endAll(tx, id, null, ctx.now, 'second_factor_changed')
    await recordAudit(tx, ctx, 'account.second_factor_disabled', personSubject(directory, id))
    const { userAgent, expiresAt } = session
    return openSession(tx, ctx, directory, id, { secondFactorAt: null, userAgent, expiresAt })
  })
  await forgetEvents(ctx.surface, 'second_factor_failures', id)
  return { sessionSecret }
}
