'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { newsQuery } from '~/app/_client/news'
import { useSince } from '~/components/compute/use-since'
import { Icon } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'
import { countToDo, type Inbox, isToDo } from '~/lib/inbox/client'
import type { BannerNews } from '~/lib/incidents/client'
import { readNoticesAction } from './actions'
import { pageOf, silentOf } from './silent-resources'
import { useInbox } from './use-inbox'
import { useInboxLine } from './use-inbox-line'

type Props = {
  organisationId: string
  notices: readonly { id: string; text: string; href: string; at: string }[]
  /** The time of the latest; null without one. */
  upTo: string | null
  news: BannerNews
  inbox: Inbox
}

/** What does not answer now, what waits for this person, then unread notices; each line leads to its page. */
export function NoticesMenu({ organisationId, notices, upTo, news, inbox }: Props) {
  const t = useTranslations('identity.nav')
  const since = useSince()
  const silent = silentOf(useQuery({ ...newsQuery(organisationId), initialData: news }).data)
  // One that does not answer has one line, whether or not a probe has raised its alert.
  const isSilent = (id: string) => silent.some((each) => each.id === id)
  const items = useInbox(organisationId, inbox).filter(
    (item) => isToDo(item) && !(item.kind === 'alarm' && isSilent(item.id)),
  )
  const line = useInboxLine(organisationId)
  const count = silent.length + countToDo(items) + notices.length
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
    ...(upTo === null || notices.length === 0
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
