import { queryOptions } from '@tanstack/react-query'
import type { BannerNews } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

const everyMs = 5_000
/** Current incidents and coming maintenance that affect what the member sees. */
export function newsQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['incidents', 'news', organisationId],
    queryFn: ({ signal }) => fetchJson<BannerNews>(routes.org.live.news(organisationId), signal),
    ...refetchingOn<BannerNews>(['incidents', 'resources'], () => everyMs),
  })
}
