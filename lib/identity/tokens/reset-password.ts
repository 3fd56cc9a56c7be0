import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { callerNetwork } from '~/lib/kernel/net/caller-network'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { notifyPasswordChanged } from '../credentials/mails'
import { hashPassword } from '../credentials/password-hash'
import { checkNewPassword } from '../credentials/password-rules'
import { accountCredentials } from '../queries/credentials'
import { accountSessionStore } from '../queries/session-store'
import { callerKey, limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { consumeToken, findTokenOwner } from './queries/tokens'

/**
 * Sets the new password for the link's account, ends its sessions, clears failed sign-ins and uses the link up. An
 * existing second factor stays.
 *
 * @throws DomainError `invalid_token`, `invalid_input` about `newPassword`, `rate_limited`
 */
export async function resetPassword(
  ctx: OpContext,
  input: { secret: string; newPassword: string },
): Promise<void> {
  await limit(ctx, 'link_attempts', callerKey(ctx))
  const secretHash = hashSecret(input.secret)
  const owner = await withShared(ctx, (tx) => findTokenOwner(tx, 'reset_password', secretHash, ctx.now))
  if (!owner) throw new DomainError('invalid_token')
  const fault = checkNewPassword(input.newPassword, { kind: 'account', email: owner.email })
  if (fault) throw new DomainError('invalid_input', { field: 'newPassword', params: { reason: fault } })
  const passwordHash = await hashPassword(input.newPassword)
  await withShared(ctx, async (tx) => {
    // Locked first, in the same order as a request for another link.
    await accountCredentials.lock(tx, owner.accountId)
    // The link is consumed only here, so that a rejected password does not use it up.
    const accountId = await consumeToken(tx, 'reset_password', secretHash, ctx.now)
    if (!accountId) throw new DomainError('invalid_token')
    await accountCredentials.setPasswordHash(tx, accountId, passwordHash)
    await accountSessionStore.endAll(tx, accountId, null, ctx.now, 'password_reset')
    const subject = { organisationId: null, kind: 'account', id: accountId, details: { byLink: true } }
    await recordAudit(tx, ctx, 'account.password_changed', subject)
    const account = await accountCredentials.find(tx, accountId)
    invariant(account, 'the account exists')
    await notifyPasswordChanged(tx, 'account', account)
  })
  await forgetEvents(ctx.surface, 'sign_in_failures', `${owner.email} ${callerNetwork(ctx.ip)}`)
  await forgetEvents(ctx.surface, 'sign_in_failures_everywhere', owner.email)
}
