'use client'
import { useEffect } from 'react'
import { inboxQuery } from '~/app/_client/inbox'
import { loadQueries, useQuery } from '~/components/ui/queries'
import type { Inbox, InboxItem } from '~/lib/inbox/client'

/** What waits for the member: the latest of what pages were made with and what was fetched since. */
export function useInbox(organisationId: string, made: Inbox): readonly InboxItem[] {
  const { data } = useQuery({ ...inboxQuery(organisationId), initialData: made })
  useEffect(() => {
    const { queryKey } = inboxQuery(organisationId)
    loadQueries().then(
      (queries) =>
        queries.setQueryData(queryKey, (known) => (known && known.readAt > made.readAt ? known : made)),
      () => undefined,
    )
  }, [organisationId, made])
  return data.items
}
