import { withShared } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { limitLinkAttempts, limitStatusSubscriptions } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import {
  confirmSubscriber,
  deleteSubscriber,
  findSubscriberByEmail,
  insertSubscriber,
} from '../notifications/queries/notifications'
import { readSubscriptionToken, subscriptionToken } from './subscription-token'

/**
 * Sends a confirmation mail for status news to this address. The response is the same for every address, so it does not
 * disclose subscribers; an existing subscriber gets no mail.
 *
 * @throws DomainError `rate_limited`
 */
export async function subscribeToStatus(ctx: OpContext, input: { email: string }): Promise<void> {
  await limitStatusSubscriptions(ctx, input.email)
  await withShared(ctx, async (tx) => {
    const row = { id: newId('statusSubscriber'), email: input.email, locale: ctx.locale, createdAt: ctx.now }
    await insertSubscriber(tx, { ...row, confirmedAt: null })
    const subscriber = await findSubscriberByEmail(tx, input.email)
    if (!subscriber || subscriber.confirmedAt) return
    await queueMail(tx, {
      to: subscriber.email,
      locale: subscriber.locale,
      template: 'status-confirm',
      params: {
        url: portalLink(routes.statusConfirm(subscriptionToken(await keepKey(tx, 'links'), subscriber.id))),
      },
    })
  })
}

/**
 * Confirms a subscription.
 *
 * @throws DomainError `invalid_token`, `rate_limited`
 */
export async function confirmSubscription(ctx: OpContext, input: { token: string }): Promise<void> {
  await limitLinkAttempts(ctx)
  const isThere = await withShared(ctx, async (tx) => {
    const id = readSubscriptionToken(await keepKey(tx, 'links'), input.token)
    return id !== null && confirmSubscriber(tx, id, ctx.now)
  })
  if (!isThere) throw new DomainError('invalid_token')
}

/**
 * Deletes a subscription; idempotent.
 *
 * @throws DomainError `invalid_token`, `rate_limited`
 */
export async function endSubscription(ctx: OpContext, input: { token: string }): Promise<void> {
  await limitLinkAttempts(ctx)
  await withShared(ctx, async (tx) => {
    const id = readSubscriptionToken(await keepKey(tx, 'links'), input.token)
    if (!id) throw new DomainError('invalid_token')
    await deleteSubscriber(tx, id)
  })
}
