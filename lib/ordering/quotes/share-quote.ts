import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findHeld } from '../holds/queries/holds'
import type { QuoteParams } from '../schema'
import { findQuote, setQuoteLink } from './queries/quotes'

/**
 * Creates a link that shows only this quote to anyone who has it; the previous link stops working. The link is
 * returned once, since only its hash is stored. Signing requires an account.
 *
 * @throws DomainError `not_found`, `state_forbids` during a review
 */
export async function shareQuote(ctx: OpContext, input: QuoteParams): Promise<{ url: string }> {
  authorize(ctx, 'order:place')
  const secret = newSecret()
  await withOrganisation(ctx, async (tx, organisationId) => {
    const found = await findQuote(tx, input.quoteId)
    if (!found) throw new DomainError('not_found')
    authorize(ctx, 'order:place', found.order.projectId)
    const held = await findHeld(tx, found.order.id)
    if (held?.reasons.includes('operator'))
      throw new DomainError('state_forbids', { params: { reason: 'quote_in_review' } })
    await setQuoteLink(tx, found.quote.id, hashSecret(secret))
    await recordAudit(tx, ctx, 'quote.shared', {
      organisationId,
      kind: 'quote',
      id: found.quote.id,
      details: { number: found.quote.number, version: found.quote.version },
    })
  })
  return { url: portalLink(routes.sharedQuote(secret)) }
}
