import { type Tx, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { count } from '~/lib/kernel/metrics/recorder'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { continueAfterConfirmation } from '../organisations/continue-after-confirmation'
import { directoryOf } from '../person'
import { confirmAccountEmail, findAccountContact } from '../queries/accounts'
import { callerKey, limit } from '../rate-limits'
import { issueDeviceToken } from '../sessions/known-device'
import { openSignedIn } from '../sessions/open-signed-in'
import { isSignUpBrowser } from '../sessions/sign-up-browser'
import { consumeToken } from './queries/tokens'

/** The session of the browser that signed up; null in any other, whose person signs in with the password. */
export type Confirmed = { session: { secret: string; deviceToken: string } | null }

/** The browser that opens the link: the token it got when it sent a sign-up, and how it describes itself. */
type Browser = { signUpToken: string | null; userAgent: string | null }

/**
 * Confirms the address of the link, and uses the link up. The browser that sent the sign-up is signed in, as with the
 * password that it gave then: the link proves the address, and the browser's token who sent the sign-up.
 *
 * @throws DomainError `invalid_token`
 */
export async function confirmEmail(
  ctx: OpContext,
  input: { secret: string },
  browser: Browser = { signUpToken: null, userAgent: null },
): Promise<Confirmed> {
  await limit(ctx, 'link_attempts', callerKey(ctx))
  const confirmed = await withShared(ctx, async (tx) => {
    const accountId = await consumeToken(tx, 'confirm_email', hashSecret(input.secret), ctx.now)
    if (!accountId) throw new DomainError('invalid_token')
    const isNew = await confirmAccountEmail(tx, accountId, ctx.now)
    const subject = { organisationId: null, kind: 'account', id: accountId }
    if (!isNew) return { session: null }
    await recordAudit(tx, ctx, 'account.email_confirmed', subject)
    await continueAfterConfirmation(tx, accountId)
    return { session: await openForSignUp(tx, ctx, accountId, browser) }
  })
  if (confirmed.session) count('signIns', { outcome: 'signed_in' })
  return confirmed
}

async function openForSignUp(
  tx: Tx,
  ctx: OpContext,
  accountId: Id<'account'>,
  { signUpToken, userAgent }: Browser,
): Promise<Confirmed['session']> {
  if (!isSignUpBrowser(accountId, signUpToken, ctx.now)) return null
  const account = await findAccountContact(tx, accountId)
  // A second factor can have been set up since, in a session by password.
  if (!account || account.disabledAt || account.totpEnabledAt) return null
  const secret = await openSignedIn(tx, ctx, directoryOf(ctx), accountId, {
    userAgent,
    secondFactorAt: null,
    by: 'sign_up_link',
  })
  return { secret, deviceToken: issueDeviceToken({ surface: ctx.surface, email: account.email }, ctx.now) }
}
