import type { Id } from '~/lib/kernel/ids'
import { names } from './creditor-reference'
import { isLikelyName, payerName } from './payer-name'

/** An invoice with an open amount. */
export type OpenDocument = {
  id: Id<'invoice'>
  number: string
  reference: string | null
  organisationId: Id<'organisation'>
  customerName: string
  openCents: bigint
  dueOn: string
}

export type MovementToMatch = {
  cents: bigint
  text: string
  creditorReference: string | null
  counterpartyName: string | null
}

export type MatchRule = 'reference' | 'number' | 'amount_and_name'
export type Allocation = { documentId: Id<'invoice'>; cents: bigint }

export type Match =
  /** Certain enough to settle at once. The amount beyond the invoices becomes customer credit. */
  | {
      outcome: 'matched'
      rule: MatchRule
      organisationId: Id<'organisation'>
      allocations: Allocation[]
      creditCents: bigint
    }
  /** Staff confirm or choose; empty when nothing is similar. */
  | { outcome: 'to_confirm'; suggestions: Suggestion[] }

export type Suggestion = {
  organisationId: Id<'organisation'>
  reason: 'several_numbers' | 'several_customers' | 'name' | 'amount'
  allocations: Allocation[]
  creditCents: bigint
}

const suggestionsMax = 5

/**
 * Matches an incoming movement with its payer and invoices. Certain matches: one invoice named by reference or number,
 * for any amount; several of one customer that add up to it; the full amount of one invoice, or of all, from a payer
 * with exactly that name. Pure, independent of the order of `open`.
 */
export function matchMovement(movement: MovementToMatch, open: readonly OpenDocument[]): Match {
  const documents = [...open].sort(byAge)
  const { cents, creditorReference } = movement
  if (cents <= 0n) return { outcome: 'to_confirm', suggestions: [] }

  const referenced = documents.filter(
    ({ reference }) => reference && (reference === creditorReference || names(movement.text, reference)),
  )
  const byReference = decide(referenced, cents, 'reference')
  if (byReference) return byReference

  const named = documents.filter(({ number }) => names(movement.text, number))
  const byNumber = decide(named, cents, 'number')
  if (byNumber) return byNumber
  if (named.length > 0)
    return { outcome: 'to_confirm', suggestions: groupByCustomer(named, cents, 'several_numbers') }

  return byAmountAndName(movement, documents)
}

function decide(found: readonly OpenDocument[], cents: bigint, rule: MatchRule): Match | null {
  const [first] = found
  if (!first || found.some(({ organisationId }) => organisationId !== first.organisationId)) return null
  if (found.length > 1 && sumOf(found) !== cents) return null
  return { outcome: 'matched', rule, organisationId: first.organisationId, ...spread(found, cents) }
}

function byAmountAndName(movement: MovementToMatch, documents: readonly OpenDocument[]): Match {
  const { cents, counterpartyName } = movement
  const name = payerName(counterpartyName ?? '')
  const same = name === '' ? [] : documents.filter(({ customerName }) => payerName(customerName) === name)
  const exact = same.filter(({ openCents }) => openCents === cents)
  const sure = exact.length === 1 ? exact : sumOf(same) === cents ? same : []
  const decided = decide(sure, cents, 'amount_and_name')
  if (decided) return decided
  const likely = documents.filter(({ customerName }) => isLikelyName(counterpartyName ?? '', customerName))
  const amount = documents.filter(({ openCents }) => openCents === cents)
  const suggestions = [
    ...likely
      .filter(({ openCents }) => likely.length === 1 || openCents === cents)
      .map((each) => suggest([each], cents, 'name')),
    ...groupByCustomer(likely.length > 1 ? likely : [], cents, 'name'),
    ...amount.filter((each) => !likely.includes(each)).map((each) => suggest([each], cents, 'amount')),
  ]
  return { outcome: 'to_confirm', suggestions: suggestions.slice(0, suggestionsMax) }
}

/** The invoices of each customer, oldest first. */
function groupByCustomer(
  found: readonly OpenDocument[],
  cents: bigint,
  reason: 'several_numbers' | 'name',
): Suggestion[] {
  const customers = [...new Set(found.map(({ organisationId }) => organisationId))]
  const because = reason === 'several_numbers' && customers.length > 1 ? 'several_customers' : reason
  return customers
    .map((customer) =>
      suggest(
        found.filter(({ organisationId }) => organisationId === customer),
        cents,
        because,
      ),
    )
    .slice(0, suggestionsMax)
}

const suggest = (
  found: readonly OpenDocument[],
  cents: bigint,
  reason: Suggestion['reason'],
): Suggestion => ({
  organisationId: (found[0] as OpenDocument).organisationId,
  reason,
  ...spread(found, cents),
})

/** Distributes an amount over open invoices, oldest first. Pure. */
export function spread(
  documents: readonly Pick<OpenDocument, 'id' | 'openCents'>[],
  cents: bigint,
): { allocations: Allocation[]; creditCents: bigint } {
  let rest = cents
  const allocations = documents.flatMap(({ id, openCents }) => {
    if (rest === 0n || openCents <= 0n) return []
    const isEnough = rest > openCents
    const part = isEnough ? openCents : rest
    rest -= part
    return [{ documentId: id, cents: part }]
  })
  return { allocations, creditCents: rest }
}

const sumOf = (documents: readonly OpenDocument[]) =>
  documents.reduce((sum, { openCents }) => sum + openCents, 0n)

const byAge = (one: OpenDocument, other: OpenDocument) =>
  one.dueOn < other.dueOn || (one.dueOn === other.dueOn && one.number < other.number) ? -1 : 1
