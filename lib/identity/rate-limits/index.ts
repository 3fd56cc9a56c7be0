import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { OpContext } from '~/lib/kernel/op-context'
import { countEvent } from './limiter'
import type { LimitName } from './rules'

/**
 * Count one event against a limit and refuse beyond it. Call it before any transaction is opened.
 *
 * @throws DomainError `rate_limited` with `retryAfterSeconds`
 */
export async function limit(ctx: OpContext, name: LimitName, key: string): Promise<void> {
  const outcome = await countEvent(ctx.surface, name, key)
  if (!outcome.isAllowed) {
    throw new DomainError('rate_limited', {
      params: waitParams(outcome.retryAfterSeconds),
      internal: name,
    })
  }
}

/** All callers without a known address share one count: unknown must not mean unlimited. */
export const callerKey = (ctx: OpContext) => callerKeyOf(ctx.ip)

/** Five new accounts an hour from one address. @throws DomainError `rate_limited` */
export async function limitSignUp(ctx: OpContext): Promise<void> {
  await limit(ctx, 'sign_up', callerKey(ctx))
}

/** Thirty links opened a minute from one address. @throws DomainError `rate_limited` */
export async function limitLinkAttempts(ctx: OpContext): Promise<void> {
  await limit(ctx, 'link_attempts', callerKey(ctx))
}

/** Ten subscriptions to the status page an hour from one address, three for one. @throws DomainError `rate_limited` */
export async function limitStatusSubscriptions(ctx: OpContext, email: string): Promise<void> {
  await limit(ctx, 'status_subscriptions', callerKey(ctx))
  await limit(ctx, 'status_subscription_mail', email)
}

/** Five codes to sign with in a quarter of an hour. @throws DomainError `rate_limited` */
export async function limitSignatureCodes(ctx: OpContext, accountId: Id<'account'>): Promise<void> {
  await limit(ctx, 'signature_codes', accountId)
}

/**
 * Ten orders a minute and a hundred a day per organisation. Call it once the idempotency key is known to be
 * new: a replay does not count. @throws DomainError `rate_limited`
 */
export async function limitOrders(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'orders_by_minute', organisationId)
  await limit(ctx, 'orders_by_day', organisationId)
}

/** Twenty questions whether an address wants alerts an hour per organisation, three to one. @throws DomainError `rate_limited` */
export async function limitAlertRecipients(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  email: string,
): Promise<void> {
  await limit(ctx, 'alert_recipients', organisationId)
  await limit(ctx, 'alert_recipient_mail', email)
}

/** Sixty files an hour per organisation. @throws DomainError `rate_limited` */
export async function limitUploads(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'uploads', organisationId)
}

/** Twenty tickets an hour per organisation. @throws DomainError `rate_limited` */
export async function limitTickets(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'tickets', organisationId)
}

/** Sixty messages in tickets an hour per person. @throws DomainError `rate_limited` */
export async function limitTicketMessages(ctx: OpContext, accountId: Id<'account'>): Promise<void> {
  await limit(ctx, 'ticket_messages', accountId)
}

/** Ten messages to try endpoints a minute per organisation. @throws DomainError `rate_limited` */
export async function limitWebhookTests(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'webhook_tests', organisationId)
}

/** Thirty exports an hour per organisation. @throws DomainError `rate_limited` */
export async function limitExports(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  await limit(ctx, 'exports', organisationId)
}

/** Twenty documents a minute drawn for one person who waits for them. @throws DomainError `rate_limited` */
export async function limitPrints(ctx: OpContext): Promise<void> {
  const { actor } = ctx
  await limit(ctx, 'prints', actor.kind === 'account' ? actor.accountId : callerKey(ctx))
}
