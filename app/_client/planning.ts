import { queryOptions } from '@tanstack/react-query'
import { isLiveRelocation, type RelocationView } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

const busyMs = 1_000
const calmMs = 10_000

/** One relocation; without a stream polled every second while a server is moving. */
export function relocationQuery(relocationId: string) {
  return queryOptions({
    queryKey: ['planning', 'relocation', relocationId],
    queryFn: ({ signal }) => fetchJson<RelocationView>(routes.operator.liveRelocation(relocationId), signal),
    ...refetchingOn<RelocationView>(['operations', 'resources'], (data) => {
      if (!data) return busyMs
      const isMoving = data.items.some((item) => item.state === 'moving' || item.state === 'returning')
      if (isMoving) return busyMs
      if (!isLiveRelocation(data.state)) return false
      return Date.parse(data.startsAt) > Date.now() ? calmMs : busyMs * 2
    }),
  })
}
