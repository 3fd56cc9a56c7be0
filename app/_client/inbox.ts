import { queryOptions } from '@tanstack/react-query'
import type { Inbox } from '~/lib/inbox/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

const everyMs = 10_000

/** What waits for the member. */
export function inboxQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['inbox', organisationId],
    queryFn: ({ signal }) => fetchJson<Inbox>(routes.org.live.inbox(organisationId), signal),
    ...refetchingOn<Inbox>(['inbox', 'orders', 'billing', 'resources'], () => everyMs),
  })
}
