'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useMemo } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { NavGroup, PaletteItem } from '~/components/layout/nav-types'
import { type Packed, unpack } from '~/lib/kernel/packed'
import { routes } from '~/lib/routes'

type Found = Record<'instances' | 'volumes', { id: string; name: string }[]>
type Props = Omit<ComponentProps<typeof AppShell>, 'search' | 'nav'> & {
  organisationId: string
  nav: Packed<NavGroup[]>
}

/** The shell with the search of this organisation in its palette. */
export function PortalShell({ organisationId, nav: packedNav, ...rest }: Props) {
  const t = useTranslations('identity.nav')
  const nav = useMemo(() => unpack(packedNav), [packedNav])
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
          kind: t('server'),
          icon: 'server',
        }),
      ),
      ...volumes.map(
        ({ id, name }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.volume(organisationId, id),
          kind: t('volume'),
          icon: 'disk',
        }),
      ),
    ]
  }
  return <AppShell {...rest} nav={nav} search={search} />
}
