import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { OpContext } from '~/lib/kernel/op-context'
import { countEvent } from './limiter'
import { type LimitName, limitRules } from './rules'

/**
 * Counts one event, or as many as it weighs, against a limit. Call it before any transaction is opened.
 *
 * @throws DomainError `rate_limited` with `retryAfterSeconds`
 */
export async function limit(ctx: OpContext, name: LimitName, key: string, weight = 1): Promise<void> {
  const outcome = await countEvent(ctx.surface, name, key, weight)
  if (!outcome.isAllowed) {
    throw new DomainError('rate_limited', {
      params: waitParams(outcome.retryAfterSeconds),
      internal: name,
    })
  }
}

/** All callers without a known address share one count: unknown must not mean unlimited. */
export const callerKey = (ctx: OpContext) => callerKeyOf(ctx.ip)

/** Five new accounts per hour from one address. @throws DomainError `rate_limited` */
export async function limitSignUp(ctx: OpContext): Promise<void> {
  await limit(ctx, 'sign_up', callerKey(ctx))
}

/** Thirty opened links per minute from one address. @throws DomainError `rate_limited` */
export async function limitLinkAttempts(ctx: OpContext): Promise<void> {
  await limit(ctx, 'link_attempts', callerKey(ctx))
}

/** Ten subscriptions to the status page per hour from one address, three for one. @throws DomainError `rate_limited` */
export async function limitStatusSubscriptions(ctx: OpContext, email: string): Promise<void> {
  await limit(ctx, 'status_subscriptions', callerKey(ctx))
  await limit(ctx, 'status_subscription_mail', email)
}

/** Five signature codes per quarter of an hour. @throws DomainError `rate_limited` */
export async function limitSignatureCodes(ctx: OpContext, accountId: Id<'account'>): Promise<void> {
  await limit(ctx, 'signature_codes', accountId)
}

/**
 * Ten orders per minute and a hundred per day for an organisation. Call it once the idempotency key is known to be new:
 * a replay does not count. @throws DomainError `rate_limited`
 */
export async function limitOrders(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'orders_by_minute', organisationId)
  await limit(ctx, 'orders_by_day', organisationId)
}

/**
 * Twenty requests to confirm an alert address per hour for an organisation, three per address. @throws DomainError
 * `rate_limited`
 */
export async function limitAlertRecipients(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  email: string,
): Promise<void> {
  await limit(ctx, 'alert_recipients', organisationId)
  await limit(ctx, 'alert_recipient_mail', email)
}

/** Sixty files per hour for an organisation. @throws DomainError `rate_limited` */
export async function limitUploads(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'uploads', organisationId)
}

/** Twenty tickets per hour for an organisation. @throws DomainError `rate_limited` */
export async function limitTickets(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'tickets', organisationId)
}

/** Sixty ticket messages per hour for a person. @throws DomainError `rate_limited` */
export async function limitTicketMessages(ctx: OpContext, accountId: Id<'account'>): Promise<void> {
  await limit(ctx, 'ticket_messages', accountId)
}

/** Ten test messages to endpoints per minute for an organisation. @throws DomainError `rate_limited` */
export async function limitWebhookTests(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'webhook_tests', organisationId)
}

/** Twenty orders of certificates per hour for an organisation. @throws DomainError `rate_limited` */
export async function limitCertificateOrders(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<void> {
  await limit(ctx, 'certificate_orders', organisationId)
}

const userDataUnit = 4_096
/**
 * Twenty full texts of first-boot data per minute for an organisation, or as many smaller ones. One order is never more
 * than the whole limit. @throws DomainError `rate_limited`
 */
export async function limitUserData(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  texts: readonly string[],
): Promise<void> {
  if (texts.length === 0) return
  const units = texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / userDataUnit), 0)
  await limit(ctx, 'user_data', organisationId, Math.min(units, limitRules.user_data.points))
}

/** Thirty exports per hour for an organisation. @throws DomainError `rate_limited` */
export async function limitExports(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'exports', organisationId)
}

/** Twenty documents rendered on demand per minute for a person. @throws DomainError `rate_limited` */
export async function limitPrints(ctx: OpContext): Promise<void> {
  const { actor } = ctx
  await limit(ctx, 'prints', actor.kind === 'account' ? actor.accountId : callerKey(ctx))
}
