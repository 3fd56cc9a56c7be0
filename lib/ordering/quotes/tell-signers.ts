import type { Tx } from '~/db/client'
import { findOrderRow } from '~/db/queries/ordering/read'
import { listContactsWho } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'

type Made = {
  organisationId: Id<'organisation'>
  orderId: Id<'order'>
  quoteId: Id<'quote'>
  number: string
  version: number
}

/** Those who may sign are asked by mail; the link leads to the quote's page, which asks to sign in. */
export async function tellSigners(tx: Tx, made: Made): Promise<void> {
  const found = await findOrderRow(tx, made.organisationId, made.orderId)
  if (!found) return
  const url = portalLink(routes.org.quote(made.organisationId, made.quoteId))
  for (const person of await listContactsWho(tx, made.organisationId, 'order:approve')) {
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
        url,
      },
    })
  }
}
