'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { NavGroup, PaletteItem } from '~/components/layout/nav-types'
import { useTitleCount } from '~/components/layout/use-title-count'
import { routes } from '~/lib/routes'
import type { PlatformHit } from '~/lib/search/client'
import { pageWords } from './palette-words'

type Props = Omit<ComponentProps<typeof AppShell>, 'search' | 'searchHint' | 'paletteExtras'>

const { operator } = routes
const hrefOf: Record<PlatformHit['kind'], (id: string) => string> = {
  organisation: operator.organisation,
  host: operator.host,
  document: operator.billingDocument,
  ticket: (id) => operator.ticket(id),
  incident: operator.incident,
}
const icons = { organisation: 'building', host: 'server', ticket: 'chat', incident: 'alert' } as const
const noItems: PaletteItem[] = []

/** The operator's shell: its title counts what waits, and its palette searches customers, hosts, invoices and cases. */
export function OperatorShell({ nav, ...rest }: Props) {
  const t = useTranslations('moderation.nav')
  useTitleCount(countWaiting(nav))
  const search = async (query: string, signal: AbortSignal): Promise<PaletteItem[]> => {
    const response = await fetch(operator.search(query), { signal })
    if (!response.ok) return []
    const hits: PlatformHit[] = await response.json()
    return hits.map(({ kind, id, name, note }) => ({
      id,
      label: name,
      note,
      href: hrefOf[kind](id),
      kind: t(`found.${kind}`),
      ...(kind !== 'document' && { icon: icons[kind] }),
    }))
  }
  return (
    <AppShell
      {...rest}
      nav={nav}
      search={search}
      searchHint={t('searchHint')}
      paletteExtras={() => ({ words: pageWords, items: noItems })}
    />
  )
}

const countWaiting = (nav: readonly NavGroup[]): number =>
  nav.flatMap(({ items }) => items).reduce((sum, { count = 0 }) => sum + count, 0)
