import type { Tx } from '~/db/client'
import { addNotice, listContactsWithPermission } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findOrderRow } from '../queries/read'

type Made = {
  organisationId: Id<'organisation'>
  orderId: Id<'order'>
  quoteId: Id<'quote'>
  number: string
  version: number
}

/**
 * Notifies the possible signers, in the organisation or in the project, by mail and in the portal; the link
 * leads to the quote's page, which requires signing in.
 */
export async function notifySigners(tx: Tx, ctx: OpContext, made: Made): Promise<void> {
  const found = await findOrderRow(tx, made.organisationId, made.orderId)
  if (!found) return
  const { organisationId, orderId } = made
  const { projectId } = found.order
  const href = routes.org.quote(organisationId, made.quoteId)
  for (const person of await listContactsWithPermission(tx, organisationId, 'order:approve', projectId)) {
    if (person.accountId === found.order.placedByAccountId) continue
    await queueMail(tx, {
      to: person.email,
      locale: person.locale,
      template: 'quote-to-sign',
      params: {
        name: person.fullName,
        number: made.number,
        version: made.version,
        madeBy: found.placedBy ?? '',
        monthlyCents: found.order.monthlyCents.toString(),
        url: portalLink(href),
      },
    })
    await addNotice(tx, ctx, {
      organisationId,
      kind: 'quote_to_sign',
      params: { number: made.number, orderId },
      href,
      projectId,
      accountId: person.accountId,
    })
  }
}
