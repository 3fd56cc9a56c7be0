import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { withMinimumDuration } from '~/lib/kernel/concurrency/with-minimum-duration'
import { toId } from '~/lib/kernel/ids'
import { callerNetwork } from '~/lib/kernel/net/caller-network'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { accountCredentials } from '../queries/credentials'
import { callerKey, limit } from '../rate-limits'
import { issueToken } from './issue-token'

/** Several times the duration of writing a link and its mail, so that the response time does not reveal customers. */
const answerMs = 400

/**
 * Mails a reset link if an account has this address. The answer is always the same: it does not reveal customers. The
 * limits count by requested address, known or not: few links per network, so that an attacker on one network cannot use
 * up the owner's links from another.
 *
 * @throws DomainError `rate_limited`
 */
export async function requestPasswordReset(ctx: OpContext, input: { email: string }): Promise<void> {
  await limit(ctx, 'reset_requests', callerKey(ctx))
  await limit(ctx, 'reset_mail', `${input.email} ${callerNetwork(ctx.ip)}`)
  await limit(ctx, 'reset_mail_everywhere', input.email)
  await withMinimumDuration(answerMs, () =>
    withShared(ctx, async (tx) => {
      const account = await accountCredentials.findByEmail(tx, input.email)
      if (!account || account.disabledAt) return
      const secret = await issueToken(tx, ctx, toId('account', account.id), 'reset_password')
      await queueMail(tx, {
        to: account.email,
        locale: account.locale,
        template: 'reset-password',
        params: { name: account.fullName, url: portalLink(routes.resetPassword(secret)) },
      })
      const subject = { organisationId: null, kind: 'account', id: account.id }
      await recordAudit(tx, ctx, 'account.password_reset_requested', subject)
    }),
  )
}
