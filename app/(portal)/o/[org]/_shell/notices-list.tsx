'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { useSince } from '~/components/compute/use-since'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'
import { MenuPopover } from '~/components/ui/overlays/menu-popover'
import type { InboxItem } from '~/lib/inbox/client'
import type { BannerNews } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'
import { readNoticesAction } from './actions'
import { pageOf } from './silent-resources'
import { useInboxLine } from './use-inbox-line'

export type Notice = { id: string; text: string; href: string; at: string }
type Props = Omit<ComponentProps<typeof MenuPopover>, 'entries'> & {
  organisationId: string
  silent: BannerNews['silent']
  items: readonly InboxItem[]
  notices: readonly Notice[]
  /** The time of the latest notice; null without one. */
  upTo: string | null
}

/** The open list of the bell; each line leads to its page. Loaded when it is about to be opened. */
export function NoticesList({ organisationId, silent, items, notices, upTo, ...popover }: Props) {
  const t = useTranslations('identity.nav')
  const since = useSince()
  const line = useInboxLine(organisationId)
  const entries: MenuEntry[] = [
    ...silent.map(
      (each): MenuEntry => ({
        id: each.id,
        label: t('silent', { name: each.name, at: since(each.since) }),
        icon: each.kind === 'volume' ? 'disk' : 'server',
        href: pageOf(organisationId, each),
      }),
    ),
    ...items.map((item): MenuEntry => {
      const { id, icon, title, href } = line(item)
      return { id: `${item.kind} ${id}`, label: title, icon, href }
    }),
    ...(notices.length > 0 && silent.length + items.length > 0
      ? [{ kind: 'separator' as const, id: 'notices' }]
      : []),
    ...notices.map(
      ({ id, text, href, at }): MenuEntry => ({
        id,
        label: text,
        icon: 'bell',
        note: since(at),
        href,
      }),
    ),
    { kind: 'separator', id: 'line' },
    { id: 'all', label: t('allNotices'), icon: 'bell', href: routes.org.notices(organisationId) },
    ...(upTo === null || notices.length === 0
      ? []
      : [
          {
            id: 'read',
            label: t('markRead'),
            icon: 'check' as const,
            onAction: () => void readNoticesAction({ organisationId, upTo }),
          },
        ]),
  ]
  return <MenuPopover {...popover} entries={entries} />
}
