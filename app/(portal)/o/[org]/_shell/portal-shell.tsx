'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useMemo } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { PaletteItem } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'
import { portalNavigation } from './navigation'

type Found = Record<'instances' | 'volumes', { id: string; name: string }[]>
type Props = Omit<ComponentProps<typeof AppShell>, 'search' | 'nav'> & {
  organisationId: string
  maySeeKeys: boolean
  maySeeWebhooks: boolean
  maySeeBilling: boolean
}

/** The shell with this organisation's pages, and the search of it in the palette. */
export function PortalShell({ organisationId, maySeeKeys, maySeeWebhooks, maySeeBilling, ...rest }: Props) {
  const t = useTranslations('identity')
  // Made here from texts that the browser has: as a prop it was a hundred values in every page, sent and read again.
  const nav = useMemo(
    () =>
      portalNavigation(organisationId, (key) => t(`nav.${key}`), maySeeKeys, maySeeWebhooks, maySeeBilling),
    [organisationId, t, maySeeKeys, maySeeWebhooks, maySeeBilling],
  )
  const search = async (query: string): Promise<PaletteItem[]> => {
    const response = await fetch(routes.org.live.search(organisationId, query))
    // The pages of the navigation stay in the list; a search that fails adds nothing to them.
    if (!response.ok) return []
    const { instances, volumes }: Found = await response.json()
    return [
      ...instances.map(
        ({ id, name }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.instance(organisationId, id),
          kind: t('nav.server'),
          icon: 'server',
        }),
      ),
      ...volumes.map(
        ({ id, name }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.volume(organisationId, id),
          kind: t('nav.volume'),
          icon: 'disk',
        }),
      ),
    ]
  }
  return <AppShell {...rest} nav={nav} search={search} />
}
