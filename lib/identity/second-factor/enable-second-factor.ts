import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import { confirmPassword } from '../credentials/confirm-password'
import { authorizeEnrolment, personEvent, personSubject } from '../person'
import { limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { openSession } from '../sessions/open-session'
import { needsPasswordAgain } from './fresh-session'
import { notifySecondFactorEnabled } from './mails'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import { enrolmentSecrets, totpPlace, totpStep } from './totp'

/**
 * Makes the offered secret this person's second factor, with ten fresh recovery codes (shown only once). All sessions
 * end; the caller continues with a new one that carries the factor.
 *
 * @throws DomainError `invalid_code`, `invalid_credentials`, `state_forbids` (enabled already), `rate_limited`
 */
export async function enableSecondFactor(
  ctx: OpContext,
  input: { code: string; password?: string | undefined; userAgent?: string | null },
): Promise<{ recoveryCodes: string[]; sessionSecret: string }> {
  const { directory, id, sessionHash } = authorizeEnrolment(ctx)
  await limit(ctx, 'second_factor_failures', id)
  const session = await withShared(ctx, (tx) => directory.sessions.find(tx, id, sessionHash))
  if (!session) throw new DomainError('unauthenticated')
  if (needsPasswordAgain(session, ctx.now)) await confirmPassword(ctx, input.password, 'password')
  const offered = enrolmentSecrets(directory.kind, id, sessionHash)
  const secret = offered.find((each) => totpStep(each, input.code, ctx.now) !== null)
  const step = secret === undefined ? null : totpStep(secret, input.code, ctx.now)
  if (secret === undefined || step === null) throw new DomainError('invalid_code', { field: 'code' })

  const recoveryCodes = newRecoveryCodes()
  const sessionSecret = await withShared(ctx, async (tx) => {
    const row = await directory.people.lock(tx, id)
    if (!row || row.totpEnabledAt) throw new DomainError('state_forbids')
    const sealed = seal(secret, totpPlace(directory.kind, id))
    await directory.people.enableTotp(tx, id, sealed, step, ctx.now)
    await directory.recovery.replace(
      tx,
      id,
      recoveryCodes.map((code) => recoveryCodeHash(id, code)),
    )
    await directory.sessions.endAll(tx, id, null, ctx.now, 'second_factor_changed')
    await recordAudit(tx, ctx, personEvent(directory, 'second_factor_enabled'), personSubject(directory, id))
    await notifySecondFactorEnabled(tx, directory.kind, row)
    return openSession(tx, ctx, directory, id, {
      secondFactorAt: ctx.now,
      userAgent: input.userAgent ?? session.userAgent,
      expiresAt: session.expiresAt,
    })
  })
  await forgetEvents(ctx.surface, 'second_factor_failures', id)
  return { recoveryCodes, sessionSecret }
}
