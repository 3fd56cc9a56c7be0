import { type Tx, withShared } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { authorizeAccount } from '../authorize'
import { findAccountContact } from '../queries/accounts'
import { limit } from '../rate-limits'
import { issueToken } from './issue-token'

/** In `tx`: enqueues a mail with a link that confirms the account's address. Used by sign-up. */
export async function sendEmailConfirmation(tx: Tx, ctx: OpContext, accountId: Id<'account'>): Promise<void> {
  const account = await findAccountContact(tx, accountId)
  invariant(account, 'the account exists')
  const secret = await issueToken(tx, ctx, accountId, 'confirm_email')
  await queueMail(tx, {
    to: account.email,
    locale: account.locale,
    template: 'confirm-email',
    params: { name: account.fullName, url: portalLink(routes.confirmEmail(secret)) },
  })
}

/** Sends another confirmation mail on request. @throws DomainError `state_forbids`, `rate_limited` */
export async function resendEmailConfirmation(ctx: OpContext): Promise<void> {
  const accountId = authorizeAccount(ctx)
  await limit(ctx, 'confirmation_mail', accountId)
  await withShared(ctx, async (tx) => {
    const account = await findAccountContact(tx, accountId)
    if (!account || account.emailVerifiedAt)
      throw new DomainError('state_forbids', { params: { reason: 'email_confirmed_already' } })
    await sendEmailConfirmation(tx, ctx, accountId)
  })
}
