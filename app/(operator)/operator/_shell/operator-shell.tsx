'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import type { NavGroup } from '~/components/layout/nav-types'
import { useTitleCount } from '~/components/layout/use-title-count'
import { onDemand } from '~/components/ui/on-demand'

const loadPalette = () => import('./operator-palette')
const OperatorPalette = onDemand(async () => (await loadPalette()).default)

type Props = Omit<ComponentProps<typeof AppShell>, 'palette' | 'onForesee' | 'searchHint'>

/** The operator's shell: its title counts what waits, and its palette searches customers, hosts, invoices and cases. */
export function OperatorShell({ nav, ...rest }: Props) {
  const t = useTranslations('moderation.nav')
  useTitleCount(countWaiting(nav))
  return (
    <AppShell
      {...rest}
      nav={nav}
      palette={(open) => <OperatorPalette {...open} />}
      onForesee={() => void loadPalette()}
      searchHint={t('searchHint')}
    />
  )
}

const countWaiting = (nav: readonly NavGroup[]): number =>
  nav.flatMap(({ items }) => items).reduce((sum, { count = 0 }) => sum + count, 0)
