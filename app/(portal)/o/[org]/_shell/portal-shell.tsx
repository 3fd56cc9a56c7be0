'use client'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useTransition } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { PaletteItem } from '~/components/layout/nav-types'
import { useTitleCount } from '~/components/layout/use-title-count'
import { countByPage, countToDo, type Inbox } from '~/lib/inbox/client'
import { routes } from '~/lib/routes'
import type { Hit } from '~/lib/search/client'
import { useHitItem } from './hit-item'
import { usePaletteExtras } from './palette-extras'
import { useInbox } from './use-inbox'
import { withCounts } from './with-counts'

type Props = Omit<ComponentProps<typeof AppShell>, 'search' | 'paletteExtras'> & {
  organisationId: string
  inbox: Inbox
  rights: { billing: boolean; operate: boolean }
}

/** The portal's shell: counts in its menu and title what waits for the member, and searches the organisation. */
export function PortalShell({ organisationId, inbox, rights, nav, ...rest }: Props) {
  const items = useInbox(organisationId, inbox)
  useTitleCount(countToDo(items))
  const router = useRouter()
  const [, startTransition] = useTransition()
  const extras = usePaletteExtras(organisationId, rights, () => startTransition(() => router.refresh()))
  const itemOf = useHitItem(organisationId)
  const search = async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
    const response = await fetch(routes.org.live.search(organisationId, query), { signal })
    // The navigation pages stay in the list; a failed search only adds nothing.
    if (!response.ok) return []
    const hits: Hit[] = await response.json()
    return hits.map(itemOf)
  }
  return (
    <AppShell {...rest} nav={withCounts(nav, countByPage(items))} paletteExtras={extras} search={search} />
  )
}
