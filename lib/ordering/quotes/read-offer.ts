import type { Tx } from '~/db/client'
import { readVatRate } from '~/lib/billing'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import { findOrderRow } from '../queries/read'
import { findDefaultSeller } from '../queries/selling'
import { findQuoteBuyer, listPricesByIds, listQuotedLines } from './queries/quotes'
import type { QuotedOffer } from './quote-document'

/** The content of an order for its quote: buyer, seller, lines and references. */
export async function readOffer(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; orderId: Id<'order'>; now: Date },
): Promise<Omit<QuotedOffer, 'number' | 'version' | 'issuedAt' | 'validUntil'>> {
  const seller = await findDefaultSeller(tx)
  const buyer = await findQuoteBuyer(tx, of.organisationId)
  const found = await findOrderRow(tx, of.organisationId, of.orderId)
  invariant(seller && buyer && found, 'an order has a seller and a buyer')
  const lines = await listQuotedLines(tx, of.orderId)
  const prices = await listPricesByIds(
    tx,
    lines.flatMap(({ line }) => Object.values(line.priceVersionIds)),
  )
  return {
    seller,
    buyer: {
      legalName: buyer.legalName,
      identifier: identifierOf(buyer),
      address: buyer.legalAddress,
    },
    requestedBy: found.placedBy ?? '',
    project: buyer.projects.find(({ id }) => id === found.order.projectId)?.name ?? '',
    references: Object.assign({}, ...lines.map(({ line }) => line.costReferences)),
    lines: lines.map(({ line, bundle, zone }) => {
      const unitCents = monthlyCents(line.microCentsPerHour)
      return {
        name: line.name,
        bundle: bundle.name,
        zone: zone.name,
        quantity: line.quantity,
        unitCents,
        cents: unitCents * BigInt(line.quantity),
        commitment: line.commitment,
        listCents: monthlyCents(listOf(line, prices)) * BigInt(line.quantity),
      }
    }),
    vatRateBasisPoints: await readVatRate(tx, of.now, of.organisationId),
    isReverseCharge: buyer.kind === 'eu_company',
  }
}

type Buyer = NonNullable<Awaited<ReturnType<typeof findQuoteBuyer>>>

function identifierOf({ kind, siren, siret, vatNumber }: Buyer): string {
  if (kind === 'public_body') return `SIRET ${siret ?? ''}`
  return kind === 'company' ? `SIREN ${siren ?? ''}` : (vatNumber ?? '')
}

/** The hourly list price for one unit of a line. Pure. */
function listOf(
  line: { priceVersionIds: Record<string, string> },
  prices: ReadonlyMap<string, bigint>,
): bigint {
  return Object.values(line.priceVersionIds).reduce((sum, id) => sum + (prices.get(id) ?? 0n), 0n)
}
