'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { newsQuery } from '~/app/_client/news'
import { useSince } from '~/components/compute/use-since'
import { Icon } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'
import type { BannerNews } from '~/lib/incidents/client'
import { readNoticesAction } from './actions'
import { pageOf, silentOf } from './silent-resources'

type Props = {
  organisationId: string
  notices: readonly { id: string; text: string; href: string }[]
  /** The time of the latest; null without one. */
  upTo: string | null
  news: BannerNews
}

/** What does not answer now, then unread notices; each line links to its page. Nothing without either. */
export function NoticesMenu({ organisationId, notices, upTo, news }: Props) {
  const t = useTranslations('identity.nav')
  const since = useSince()
  const silent = silentOf(useQuery({ ...newsQuery(organisationId), initialData: news }).data)
  const count = silent.length + notices.length
  if (count === 0) return null
  const label = t('notices', { count })
  const entries: MenuEntry[] = [
    ...silent.map(
      (each): MenuEntry => ({
        id: each.id,
        label: t('silent', { name: each.name, at: since(each.since) }),
        icon: each.kind === 'volume' ? 'disk' : 'server',
        href: pageOf(organisationId, each),
      }),
    ),
    ...notices.map(({ id, text, href }): MenuEntry => ({ id, label: text, href })),
    ...(upTo === null
      ? []
      : [
          { kind: 'separator' as const, id: 'line' },
          {
            id: 'read',
            label: t('markRead'),
            icon: 'check' as const,
            onAction: () => void readNoticesAction({ organisationId, upTo }),
          },
        ]),
  ]
  return (
    <Menu
      label={label}
      entries={entries}
      triggerClassName="inline-flex min-h-9 items-center gap-1.5 rounded-control border border-amber bg-amber-wash px-2.5 text-sm font-semibold"
      trigger={
        <>
          <Icon name="bell" size={16} />
          {count}
        </>
      }
    />
  )
}
