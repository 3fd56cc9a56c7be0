import { type Tx, withAccount } from '~/db/client'
import { authorizeAccount, limitLinkAttempts } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findApprovalLink, insertApprovalLink } from './queries/approval-links'

type Asked = {
  organisationId: Id<'organisation'>
  orderId: Id<'order'>
  accountId: Id<'account'>
  contentHash: string
}

/**
 * The address of a link that leads this person, after signing in, to decide about exactly this content of the
 * order.
 */
export async function newApprovalLink(tx: Tx, asked: Asked, now: Date): Promise<string> {
  const secret = newSecret()
  await insertApprovalLink(tx, { ...asked, secretHash: hashSecret(secret), createdAt: now })
  return portalLink(routes.approvalLink(secret))
}

/**
 * The target of a mailed link for the person it was sent to. Their decision spends it, and so does anything
 * that ends or changes the order; opening it does not, because mail scanners open links before people do.
 *
 * @throws DomainError `unauthenticated`, `not_found` for any other person, `rate_limited`
 */
export async function openApprovalLink(
  ctx: OpContext,
  { secret }: { secret: string },
): Promise<{ organisationId: Id<'organisation'>; orderId: Id<'order'>; isSpent: boolean }> {
  authorizeAccount(ctx)
  await limitLinkAttempts(ctx)
  const row = await withAccount(ctx, (tx) => findApprovalLink(tx, hashSecret(secret)))
  if (!row) throw new DomainError('not_found')
  return { organisationId: row.organisationId, orderId: row.orderId, isSpent: row.spentAt !== null }
}
