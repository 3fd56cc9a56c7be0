import { groupedBy } from '~/lib/kernel/grouped-by'
import type { LineDraft } from '../invoices/compose-invoices'
import { referencesOf } from '../invoices/group-lines'
import { spread } from './spread'

/**
 * What each resource costs in a month before VAT, by its id: all lines of use that name it, with what promotions take
 * off them. Pure.
 *
 * @param netOf what each line of use comes to once promotions are taken off
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
 * The same from the invoices of a month that is closed. An invoice says by how much promotions lower the use of a
 * project under a set of references, not of each resource: that is spread over its lines in proportion. Pure.
 */
export function issuedPrices(lines: readonly IssuedLine[]): Map<string, bigint> {
  const prices = new Map<string, bigint>()
  const places = groupedBy(lines, (line) => `${line.documentId} ${line.projectId} ${referencesOf(line)}`)
  for (const ofPlace of places.values()) {
    const use = ofPlace.filter(({ kind }) => kind === 'usage')
    const off = ofPlace
      .filter(({ kind }) => kind === 'promotion')
      .reduce((sum, { netCents }) => sum - netCents, 0n)
    const shares = spread(
      off,
      use.map(({ netCents }) => netCents),
    )
    for (const [index, { resourceId, netCents }] of use.entries())
      if (resourceId)
        prices.set(resourceId, (prices.get(resourceId) ?? 0n) + netCents - (shares[index] ?? 0n))
  }
  return prices
}

/**
 * What is left of what was paid for each resource's month that credit notes gave something back of, never below nothing:
 * what invoices billed of it less what credit notes gave back. A reduction that a credit note took back with the line
 * that it lowered was no payment. Pure; not named are the resources that no credit note touched.
 */
export function leftAfterCreditNotes(
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
