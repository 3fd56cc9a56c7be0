'use client'
import { type ComponentProps, useEffect } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import { keepPreference } from '~/components/layout/preference-cookie'
import { useTitleCount } from '~/components/layout/use-title-count'
import { onDemand } from '~/components/ui/on-demand'
import { countByPage, countToDo, type Inbox } from '~/lib/inbox/client'
import { useInbox } from './use-inbox'
import type { PaletteRights } from './use-palette-extras'
import { withCounts } from './with-counts'

const loadPalette = () => import('./organisation-palette')
const OrganisationPalette = onDemand(async () => (await loadPalette()).default)

type Props = Omit<ComponentProps<typeof AppShell>, 'palette' | 'onForesee'> & {
  organisationId: string
  inbox: Inbox
  rights: PaletteRights
}

/** The portal's shell: counts in its menu and title what waits for the member, and searches the organisation. */
export function PortalShell({ organisationId, inbox, rights, nav, ...rest }: Props) {
  const items = useInbox(organisationId, inbox)
  useTitleCount(countToDo(items))
  // Pages of the account are in no organisation: they have the shell of the one seen last.
  useEffect(() => keepPreference('organisation', organisationId), [organisationId])
  return (
    <AppShell
      {...rest}
      nav={withCounts(nav, countByPage(items))}
      palette={(open) => <OrganisationPalette {...open} organisationId={organisationId} rights={rights} />}
      onForesee={() => void loadPalette()}
    />
  )
}
