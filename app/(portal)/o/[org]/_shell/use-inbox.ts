'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { inboxQuery } from '~/app/_client/inbox'
import type { Inbox, InboxItem } from '~/lib/inbox/client'

/** What waits for the member: the latest of what pages were made with and what was fetched since. */
export function useInbox(organisationId: string, made: Inbox): readonly InboxItem[] {
  const queries = useQueryClient()
  const { data } = useQuery({ ...inboxQuery(organisationId), initialData: made })
  useEffect(() => {
    const { queryKey } = inboxQuery(organisationId)
    queries.setQueryData(queryKey, (known) => (known && known.readAt > made.readAt ? known : made))
  }, [queries, organisationId, made])
  return data.items
}
