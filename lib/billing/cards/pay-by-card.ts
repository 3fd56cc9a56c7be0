import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listAwaited } from '../queries/dunning'
import { listSettled } from '../queries/open-documents'
import { readProvider, type SellerProvider } from './provider-for'
import {
  type CardPaymentRow,
  findLatestCardPayment,
  insertCardPayment,
  lockCardDocument,
  openCardPayment,
} from './queries/cards'
import type { payByCardInput } from './schema'

/** Until then the portal itself creates the page. */
const firstPollSeconds = 30
/** Providers close a page within the hour; the same page is returned until well before that. */
const pageReuseSeconds = 15 * 60

/**
 * Returns the provider's page for paying the open amount of this invoice. While that page is open and the amount
 * unchanged, a further request returns the same page.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids` (`cards_off`, `nothing_open`, `debit_awaited`),
 * `unavailable` when the provider does not answer
 */
export async function payByCard(
  ctx: OpContext,
  { documentId }: z.output<typeof payByCardInput>,
): Promise<{ pageUrl: string }> {
  authorize(ctx, 'billing:manage')
  if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  const { accountId } = ctx.actor
  const { seller, payment, number } = await withOrganisation(ctx, async (tx, organisationId) => {
    await lockCardDocument(tx, documentId)
    const seller = await readProvider(tx)
    const [document] = await listSettled(tx, [documentId])
    if (!document) throw new DomainError('not_found')
    if (!seller?.isOn || seller.sellingEntityId !== document.sellingEntityId)
      throw new DomainError('state_forbids', { params: { reason: 'cards_off' } })
    if (document.openCents === 0n)
      throw new DomainError('state_forbids', { params: { reason: 'nothing_open' } })
    // A pending debit would pay the invoice a second time.
    if ((await listAwaited(tx, [documentId])).size > 0)
      throw new DomainError('state_forbids', { params: { reason: 'debit_awaited' } })
    const latest = await findLatestCardPayment(tx, documentId)
    const { number } = document
    if (latest && isUsable(latest, document.openCents, ctx.now)) return { seller, payment: latest, number }
    const fresh = {
      id: newId('cardPayment', ctx.now.getTime()),
      organisationId,
      documentId,
      sellingEntityId: seller.sellingEntityId,
      cents: document.openCents,
      askedByAccountId: accountId,
      askedAt: ctx.now,
      nextLookAt: addSeconds(ctx.now, firstPollSeconds),
    }
    await insertCardPayment(tx, fresh)
    await recordAudit(tx, ctx, 'card_payment.begun', {
      organisationId,
      kind: 'invoice',
      id: documentId,
      details: { cardPaymentId: fresh.id, cents: `${fresh.cents}` },
    })
    return { seller, payment: { ...fresh, pageUrl: null }, number }
  })
  if (payment.pageUrl) return { pageUrl: payment.pageUrl }
  const pageUrl = await makePage(ctx, seller, payment, number)
  await withOrganisation(ctx, (tx) => openCardPayment(tx, payment.id, { pageUrl, changedAt: ctx.now }))
  return { pageUrl }
}

function isUsable(payment: CardPaymentRow, openCents: bigint, now: Date): boolean {
  return (
    (payment.state === 'asked' || payment.state === 'open') &&
    payment.cents === openCents &&
    addSeconds(payment.askedAt, pageReuseSeconds) > now
  )
}

type PageRequest = Pick<CardPaymentRow, 'id' | 'organisationId' | 'cents'> & { documentId: Id<'invoice'> }

async function makePage(
  ctx: OpContext,
  { provider }: SellerProvider,
  { id, organisationId, documentId, cents }: PageRequest,
  invoiceNumber: string,
): Promise<string> {
  try {
    const { pageUrl } = await provider.createPage({
      key: id,
      cents,
      invoiceNumber,
      returnUrl: portalLink(routes.org.billingDocument(organisationId, documentId)),
      noticeUrl: portalLink(routes.cardNotices()),
      locale: ctx.locale,
    })
    return pageUrl
  } catch (error) {
    log.warn({ err: error, cardPaymentId: id }, 'the provider of cards made no page')
    throw new DomainError('unavailable', { cause: error })
  }
}
