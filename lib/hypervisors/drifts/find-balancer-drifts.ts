import type { BalancerState } from '~/db/schema/resources/balancers'
import type { SurveyedBalancer } from '../port/balancer'
import type { Drift } from './find-drifts'

/** `isBusy`: it is being made or deleted, or its row changed during the comparison. */
export type ExpectedBalancer = {
  id: string
  organisationId: string
  name: string
  state: BalancerState
  isBusy: boolean
}

/** Finds load balancers that a hypervisor has and should not have, or should have and does not. Pure. */
export function findBalancerDrifts(
  expected: readonly ExpectedBalancer[],
  found: readonly SurveyedBalancer[],
): Drift[] {
  const rows = new Map(expected.map((row) => [row.id, row]))
  const seen = new Set(found.map(({ balancerId }) => balancerId))
  const missing = expected
    .filter(({ id, state, isBusy }) => state === 'active' && !isBusy && !seen.has(id))
    .map(
      ({ id, organisationId, name }): Drift => ({
        kind: 'balancer_missing',
        subject: id,
        organisationId,
        details: { expected: name },
        remedy: { do: 'make_again' },
      }),
    )
  const unknown = found
    .filter(({ balancerId }) => {
      const row = rows.get(balancerId)
      return row === undefined || (!row.isBusy && (row.state === 'deleted' || row.state === 'failed'))
    })
    .map(({ balancerId, organisationId, address }): Drift => {
      const row = rows.get(balancerId)
      return {
        kind: 'balancer_unknown',
        subject: balancerId,
        organisationId,
        // With the address, which is not reserved again while something leads there.
        details: { name: row?.name ?? balancerId, ...(address && { address }) },
        // Only a row in state `deleted` explains what remains of a balancer.
        remedy: { do: row?.state === 'deleted' ? 'delete' : 'quarantine', kind: 'balancer' },
      }
    })
  return [...missing, ...unknown]
}
