'use client'
import { useQuery } from '@tanstack/react-query'
import { inboxQuery } from '~/app/_client/inbox'
import type { InboxItem } from '~/lib/inbox/client'

/** What waits for the member, kept up to date from what the page was made with. */
export function useInbox(organisationId: string, initial: readonly InboxItem[]): readonly InboxItem[] {
  return useQuery({ ...inboxQuery(organisationId), initialData: [...initial] }).data
}
