import type { BalancerState } from '~/db/schema/resources/balancers'
import type { SurveyedBalancer } from '../port/balancer'
import type { Drift } from './find-drifts'

export type ExpectedBalancer = {
  id: string
  organisationId: string
  name: string
  state: BalancerState
  networkId: string
  /** The public address that leads to it. */
  address: string | null
  ownAddresses: readonly string[]
  sharedAddress: string | null
  /** It is being made or deleted, or its row changed during the comparison. */
  isBusy: boolean
  /** Its configuration is still to be put in force, which mends everything else too. */
  isDue: boolean
  /** Restored, and found with a configuration of this digest, which is not that of its row. */
  foundDigest: string | null
}

/** Finds load balancers that a hypervisor has and should not have, should have and does not, or has otherwise. Pure. */
export function findBalancerDrifts(
  expected: readonly ExpectedBalancer[],
  found: readonly SurveyedBalancer[],
): Drift[] {
  const rows = new Map(expected.map((row) => [row.id, row]))
  const seen = new Map(found.map((each) => [each.balancerId, each]))
  const ofRows = expected.flatMap((row) => {
    const drift = row.state === 'active' && !row.isBusy ? compare(row, seen.get(row.id)) : null
    return drift ?? []
  })
  const unknown = found
    .filter(({ balancerId, isReadable }) => {
      const row = rows.get(balancerId)
      const isGone = row && !row.isBusy && (row.state === 'deleted' || row.state === 'failed')
      return isReadable && (row === undefined || isGone)
    })
    .map(({ balancerId, organisationId, leads, parts }): Drift => {
      const row = rows.get(balancerId)
      const address = leads[0]?.address
      const cards = cardsOf(leads, parts)
      return {
        kind: 'balancer_unknown',
        subject: balancerId,
        organisationId,
        details: {
          name: row?.name ?? balancerId,
          // Not reserved again while something leads there.
          ...(address && { address }),
          // Given to no one else: `app.unexplained_cards`.
          ...(cards.length > 0 && { cards: cards.join(', ') }),
        },
        // Only a row in state `deleted` explains what remains of a balancer.
        remedy: { do: row?.state === 'deleted' ? 'delete' : 'quarantine', kind: 'balancer' },
      }
    })
  return [...ofRows, ...unknown]
}

/** Its addresses on its network, with the one that its parts share. */
function cardsOf(leads: SurveyedBalancer['leads'], parts: SurveyedBalancer['parts']): string[] {
  const networkId = parts.find((part) => part.networkId !== null)?.networkId
  if (!networkId) return []
  const addresses = [...parts.map(({ address }) => address), ...leads.map(({ to }) => to)]
  return [...new Set(addresses.flatMap((address) => address ?? []))].map(
    (address) => `${networkId} ${address}`,
  )
}

/** Lists balancers with a part on a host that does not answer: they cannot be judged. Pure. */
export const listSilentBalancers = (found: readonly SurveyedBalancer[]): string[] =>
  found.filter(({ isReadable }) => !isReadable).map(({ balancerId }) => balancerId)

function compare(row: ExpectedBalancer, found: SurveyedBalancer | undefined): Drift | null {
  const { id: subject, organisationId, name } = row
  const about = { subject, organisationId, remedy: { do: 'make_again' } as const }
  if (found?.isReadable === false) return null
  if (!found || found.parts.length === 0)
    return { ...about, kind: 'balancer_missing', details: { expected: name } }
  if (row.isDue) return null
  const [wanted, present] = [expectedText(row), foundText(row, found)]
  if (wanted === present) {
    const old = found.parts.filter(({ condition }) => condition === 'outdated')
    if (old.length === 0) return null
    const details = { name, found: old.map(({ address }) => address ?? '–').join(', ') }
    // Workers renew one after the other, by `renew_at`. An image puts no row in doubt.
    return { ...about, kind: 'balancer_outdated', details, remedy: { do: 'nothing' }, rowAgrees: true }
  }
  return { ...about, kind: 'balancer_differs', details: { name, expected: wanted, found: present } }
}

const textOf = (leads: readonly string[], parts: readonly string[], configuration: string | null) =>
  [leads, parts].map((each) => [...each].sort().join(', ') || '–').join(' → ') +
  (configuration === null ? '' : ` ; configuration: ${configuration}`)

const expectedText = ({ address, ownAddresses, foundDigest }: ExpectedBalancer) =>
  textOf(address === null ? [] : [address], ownAddresses, foundDigest && 'as recorded')

/** With a mark on each difference. */
function foundText(
  { networkId, ownAddresses, sharedAddress, foundDigest }: ExpectedBalancer,
  { leads, parts }: SurveyedBalancer,
): string {
  const isOwn = (address: string | null) =>
    address !== null && (ownAddresses.includes(address) || address === sharedAddress)
  return textOf(
    leads.map(({ address, to }) => (isOwn(to) ? address : `${address} (–)`)),
    parts.map((part) => {
      const place = part.networkId === networkId ? '' : ` ${part.networkId ?? '–'}`
      return `${part.address ?? '–'}${place}${['as_made', 'outdated'].includes(part.condition) ? '' : ` (${part.condition})`}`
    }),
    foundDigest?.slice(0, 12) ?? null,
  )
}
