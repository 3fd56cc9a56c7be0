import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { newSecret } from '~/lib/kernel/secrets/secrets'
import { authorizeSystem } from '../authorize'
import { notifyPasswordChanged } from '../credentials/mails'
import { hashPassword } from '../credentials/password-hash'
import { staffCredentials } from '../queries/credentials'
import { staffSessionStore } from '../queries/session-store'
import { staffRecovery } from './queries/second-factor'

/**
 * Resets access: returns a new password once; the person signs in with it and enrols a new second factor; sessions end.
 * Only on the command line, because an administrator who knew a colleague's password could act as two people.
 *
 * @throws DomainError `not_found`
 */
export async function resetStaffAccess(
  ctx: OpContext,
  input: { email: string },
): Promise<{ password: string }> {
  authorizeSystem(ctx)
  invariant(ctx.surface === 'operator', 'staff accounts belong to the operator surface')
  const password = newSecret()
  const passwordHash = await hashPassword(password)
  await withShared(ctx, async (tx) => {
    const person = await staffCredentials.findByEmail(tx, input.email)
    if (!person) throw new DomainError('not_found')
    await staffCredentials.setPasswordHash(tx, person.id, passwordHash)
    await staffCredentials.disableTotp(tx, person.id)
    await staffRecovery.replace(tx, person.id, [])
    const endedSessions = await staffSessionStore.endAll(tx, person.id, null, ctx.now, 'password_reset')
    await recordAudit(tx, ctx, 'staff.access_reset', {
      organisationId: null,
      kind: 'staff',
      id: person.id,
      details: { endedSessions },
    })
    await notifyPasswordChanged(tx, 'staff', person)
  })
  return { password }
}
