import { groupedBy } from '~/lib/kernel/grouped-by'
import type { LineDraft } from '../invoices/compose-invoices'
import { referencesOf } from '../invoices/group-lines'
import { spread } from './spread'

/**
 * The price of each resource in a month before VAT, by resource id: its usage lines less promotions. Pure.
 *
 * @param netOf amount of each usage line after promotions
 */
export function resourcePrices(netOf: ReadonlyMap<LineDraft, bigint>): Map<string, bigint> {
  const prices = new Map<string, bigint>()
  for (const [{ resourceId }, cents] of netOf)
    if (resourceId) prices.set(resourceId, (prices.get(resourceId) ?? 0n) + cents)
  return prices
}

/** A line of an issued invoice, or of a credit note. */
type IssuedLine = Pick<LineDraft, 'resourceId' | 'projectId' | 'costCentre' | 'references' | 'netCents'> & {
  documentId: string
  kind: 'usage' | 'promotion'
}

/**
 * The same from the invoices of a closed month. An invoice states promotions per project and set of references, not per
 * resource: they are spread over the lines in proportion. Pure.
 */
export function issuedPrices(lines: readonly IssuedLine[]): Map<string, bigint> {
  const prices = new Map<string, bigint>()
  const places = groupedBy(lines, (line) => `${line.documentId} ${line.projectId} ${referencesOf(line)}`)
  for (const ofPlace of places.values()) {
    const use = ofPlace.filter(({ kind }) => kind === 'usage')
    const deductions = ofPlace
      .filter(({ kind }) => kind === 'promotion')
      .reduce((sum, { netCents }) => sum - netCents, 0n)
    const shares = spread(
      deductions,
      use.map(({ netCents }) => netCents),
    )
    for (const [index, { resourceId, netCents }] of use.entries())
      if (resourceId)
        prices.set(resourceId, (prices.get(resourceId) ?? 0n) + netCents - (shares[index] ?? 0n))
  }
  return prices
}

/**
 * The amount left of each resource's month after credit notes, never negative: invoiced less credited. A reduction that
 * a credit note took back with its line was not a payment. Pure; resources without a credit note are absent.
 */
export function remainderAfterCreditNotes(
  prices: ReadonlyMap<string, bigint>,
  corrections: readonly (Omit<IssuedLine, 'kind'> & { kind: IssuedLine['kind'] | 'service_credit' })[],
): Map<string, bigint> {
  const given = issuedPrices(
    corrections.flatMap((line) => {
      const { kind } = line
      return kind === 'service_credit' ? [] : [{ ...line, kind }]
    }),
  )
  for (const { kind, resourceId, netCents } of corrections)
    if (kind === 'service_credit' && resourceId)
      given.set(resourceId, (given.get(resourceId) ?? 0n) + netCents)
  return new Map(
    [...given].map(([resourceId, cents]) => {
      const left = (prices.get(resourceId) ?? 0n) - cents
      return [resourceId, left < 0n ? 0n : left]
    }),
  )
}
