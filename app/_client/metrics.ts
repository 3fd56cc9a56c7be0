import { queryOptions } from '@tanstack/react-query'
import { keepPreviousData } from '~/components/ui/queries'
import type { MetricRange, MetricSeries } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'

/** The subject: a server of an organisation, or a host for staff. */
export type MetricSource =
  | { kind: 'instance'; organisationId: string; id: string }
  | { kind: 'host'; id: string }

const lookAgainMs: Record<MetricRange, number> = {
  hour: 10_000,
  day: 60_000,
  week: 300_000,
  year: 300_000,
}

/** The usage of a server or host over a range that ends now, polled at the rate of measurement. */
export function metricsQuery(source: MetricSource, range: MetricRange) {
  const path =
    source.kind === 'instance'
      ? routes.org.live.instanceMetrics(source.organisationId, source.id, range)
      : routes.operator.liveHostMetrics(source.id, range)
  return queryOptions({
    queryKey: ['compute', 'metrics', { ...source, range }],
    queryFn: ({ signal }) => fetchJson<MetricSeries>(path, signal),
    refetchInterval: lookAgainMs[range],
    placeholderData: keepPreviousData,
  })
}
