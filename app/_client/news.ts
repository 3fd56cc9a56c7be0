import { queryOptions } from '@tanstack/react-query'
import type { BannerNews } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'

const everyMs = 5_000
/** What fails now of what the member sees, and the work that is near. */
export function newsQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['incidents', 'news', organisationId],
    queryFn: ({ signal }) => fetchJson<BannerNews>(routes.org.live.news(organisationId), signal),
    refetchInterval: everyMs,
  })
}
