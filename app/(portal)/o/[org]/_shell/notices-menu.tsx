'use client'
import { useTranslations } from 'next-intl'
import { Icon } from '~/components/ui/display/icon'
import { Menu } from '~/components/ui/overlays/menu'
import type { MenuEntry } from '~/components/ui/overlays/menu-entry'
import { readNoticesAction } from './actions'

type Props = {
  organisationId: string
  notices: readonly { id: string; text: string; href: string }[]
  upTo: string
}

/** Unread notices; each line links to its page. */
export function NoticesMenu({ organisationId, notices, upTo }: Props) {
  const t = useTranslations('identity.nav')
  const label = t('notices', { count: notices.length })
  const entries: MenuEntry[] = [
    ...notices.map(({ id, text, href }): MenuEntry => ({ id, label: text, href })),
    { kind: 'separator', id: 'line' },
    {
      id: 'read',
      label: t('markRead'),
      icon: 'check',
      onAction: () => void readNoticesAction({ organisationId, upTo }),
    },
  ]
  return (
    <Menu
      label={label}
      entries={entries}
      triggerClassName="inline-flex min-h-9 items-center gap-1.5 rounded-control border border-amber bg-amber-wash px-2.5 text-sm font-semibold"
      trigger={
        <>
          <Icon name="bell" size={16} />
          {notices.length}
        </>
      }
    />
  )
}
