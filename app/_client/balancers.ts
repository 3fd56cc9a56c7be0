import { queryOptions } from '@tanstack/react-query'
import type { BalancerLine, BalancerState, BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

/** Health changes without any action of ours. */
const calmMs = 5_000
const busyMs = 1_000
const moving: readonly BalancerState[] = ['creating', 'deleting']

/** The list of load balancers with the health of their pools. */
export function balancerListQuery(organisationId: string, projectId: string | undefined) {
  return queryOptions({
    queryKey: ['balancers', 'list', { organisationId, projectId }],
    queryFn: ({ signal }) =>
      fetchJson<BalancerLine[]>(
        routes.org.live.balancers(organisationId, projectId ? { projectId } : {}),
        signal,
      ),
    ...refetchingOn<BalancerLine[]>(['resources'], (data) =>
      data?.some((each) => moving.includes(each.state)) ? busyMs : calmMs,
    ),
  })
}

export function balancerQuery(organisationId: string, balancerId: string) {
  return queryOptions({
    queryKey: ['balancers', 'one', { organisationId, balancerId }],
    queryFn: ({ signal }) =>
      fetchJson<BalancerView>(routes.org.live.balancer(organisationId, balancerId), signal),
    ...refetchingOn<BalancerView>(['resources'], (data) =>
      data && moving.includes(data.state) ? busyMs : calmMs,
    ),
  })
}
