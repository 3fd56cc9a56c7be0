import type { Tx } from '~/db/client'
import { addNotice, listContactsWithPermission } from '~/lib/identity'
import { listOwners } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findRecipient } from '../queries/order-state'
import { findOrderRow } from '../queries/read'
import { newApprovalLink } from './approval-link'
import { findHeld, listDelegateContacts } from './queries/holds'

type Held = { organisationId: Id<'organisation'>; orderId: Id<'order'> }

/**
 * Notifies the approvers of the organisation or of the order's project, and their delegates, by mail and in
 * the portal, except the person who placed the order. Each gets a personal link that leads to the order's page
 * after signing in, valid until they decide. `isAgain` marks a reminder.
 */
export async function notifyApprovers(
  tx: Tx,
  ctx: OpContext,
  { organisationId, orderId }: Held,
  step: 'first' | 'again' | 'owners' = 'first',
): Promise<void> {
  const found = await findOrderRow(tx, organisationId, orderId)
  if (!found) return
  const approvers = await listContactsWithPermission(
    tx,
    organisationId,
    'order:approve',
    found.order.projectId,
  )
  const people =
    step === 'owners'
      ? await listOwners(tx, organisationId)
      : [...approvers, ...(await listDelegateContacts(tx, organisationId, parisDay(ctx.now)))]
  const held = await findHeld(tx, orderId)
  if (!held) return
  const asking = { organisationId, orderId, contentHash: held.contentHash }
  const asked = new Map(people.map((person) => [person.accountId, person]))
  for (const person of asked.values()) {
    if (person.accountId === found.order.placedByAccountId) continue
    await queueMail(tx, {
      to: person.email,
      locale: person.locale,
      template: 'order-to-approve',
      params: {
        name: person.fullName,
        number: found.order.number,
        placedBy: found.placedBy ?? '',
        monthlyCents: found.order.monthlyCents.toString(),
        isAgain: step !== 'first',
        isChange: found.order.change !== null,
        url: await newApprovalLink(tx, { ...asking, accountId: person.accountId }, ctx.now),
      },
    })
    if (step !== 'again')
      await addNotice(tx, ctx, {
        organisationId,
        kind: 'order_to_approve',
        params: { number: found.order.number, orderId },
        href: routes.org.orderDetail(organisationId, orderId),
        projectId: found.order.projectId,
        accountId: person.accountId,
      })
  }
}

/** `impossible`: approved, but the request can no longer be carried out. */
export type HoldEnd = 'released' | 'refused' | 'expired' | 'withdrawn' | 'impossible'

/**
 * `postponed`: approved and stopped by a temporary obstacle. `lapsed`: expired while the obstacle persisted.
 */
type HoldNews = HoldEnd | 'postponed' | 'lapsed'

/**
 * Notifies the person who placed the order of its end, in the portal and, unless they caused it themselves, by
 * mail.
 */
export async function notifyOrderer(
  tx: Tx,
  ctx: OpContext,
  order: {
    id: Id<'order'>
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    number: string
    placedByAccountId: Id<'account'> | null
    change: unknown
  },
  end: HoldNews,
  reason: string,
): Promise<void> {
  const href = routes.org.orderDetail(order.organisationId, order.id)
  const { organisationId, projectId, number } = order
  await addNotice(tx, ctx, { organisationId, projectId, kind: `order_${end}`, params: { number }, href })
  const isOwn = ctx.actor.kind === 'account' && ctx.actor.accountId === order.placedByAccountId
  if (isOwn || !order.placedByAccountId) return
  const to = await findRecipient(tx, order.placedByAccountId)
  if (!to) return
  await queueMail(tx, {
    to: to.email,
    locale: to.locale,
    template: 'order-decided',
    params: { name: to.name, number, end, reason, isChange: order.change !== null, url: portalLink(href) },
  })
}
