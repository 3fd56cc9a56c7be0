'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { useSince } from '~/components/compute/use-since'
import { AppShell } from '~/components/layout/app-shell'
import type { PaletteItem } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'

type Named = { id: string; name: string }
type Found = Record<'instances' | 'volumes', (Named & { silentSince: string | null })[]> & {
  balancers: Named[]
}
type Props = Omit<ComponentProps<typeof AppShell>, 'search'> & { organisationId: string }

/** The portal's shell, with the organisation's search in its palette. */
export function PortalShell({ organisationId, ...rest }: Props) {
  const t = useTranslations('identity.nav')
  const since = useSince()
  /** A resource that does not answer shows that in place of its kind. */
  const standing = (silentSince: string | null, kind: 'server' | 'volume') =>
    silentSince ? t('silentSince', { at: since(silentSince) }) : t(kind)
  const search = async (query: string): Promise<PaletteItem[]> => {
    const response = await fetch(routes.org.live.search(organisationId, query))
    // The navigation pages stay in the list; a failed search only adds nothing.
    if (!response.ok) return []
    const { instances, volumes, balancers }: Found = await response.json()
    return [
      ...instances.map(
        ({ id, name, silentSince }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.instance(organisationId, id),
          kind: standing(silentSince, 'server'),
          icon: 'server',
        }),
      ),
      ...volumes.map(
        ({ id, name, silentSince }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.volume(organisationId, id),
          kind: standing(silentSince, 'volume'),
          icon: 'disk',
        }),
      ),
      ...balancers.map(
        ({ id, name }): PaletteItem => ({
          id,
          label: name,
          href: routes.org.balancer(organisationId, id),
          kind: t('balancer'),
          icon: 'balancer',
        }),
      ),
    ]
  }
  return <AppShell {...rest} search={search} />
}
