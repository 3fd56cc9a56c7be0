'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { PaletteItem } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'

type Found = { organisations: { id: string; legalName: string }[] }
type Props = Omit<ComponentProps<typeof AppShell>, 'search'> & { maySearch: boolean }

/** The operator's shell, with a search over organisations in its palette. */
export function OperatorShell({ maySearch, ...rest }: Props) {
  const t = useTranslations('moderation.nav')
  const search = async (query: string): Promise<PaletteItem[]> => {
    const response = await fetch(routes.operator.search(query))
    if (!response.ok) return []
    const { organisations }: Found = await response.json()
    return organisations.map(({ id, legalName }) => ({
      id,
      label: legalName,
      href: routes.operator.organisation(id),
      kind: t('organisation'),
      icon: 'building',
    }))
  }
  return (
    <AppShell
      {...rest}
      {...(maySearch && { search })}
      searchHint={t(maySearch ? 'searchHint' : 'searchPages')}
    />
  )
}
