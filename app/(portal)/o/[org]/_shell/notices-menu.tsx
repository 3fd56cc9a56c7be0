'use client'
import { useTranslations } from 'next-intl'
import { newsQuery } from '~/app/_client/news'
import { Icon } from '~/components/ui/display/icon'
import { onDemand } from '~/components/ui/on-demand'
import { MenuButton } from '~/components/ui/overlays/menu-button'
import { useQuery } from '~/components/ui/queries'
import { countToDo, type Inbox, isToDo } from '~/lib/inbox/client'
import type { BannerNews } from '~/lib/incidents/client'
import type { Notice } from './notices-list'
import { silentOf } from './silent-resources'
import { useInbox } from './use-inbox'

const loadList = () => import('./notices-list')
const NoticesList = onDemand(async () => (await loadList()).NoticesList)

type Props = {
  organisationId: string
  notices: readonly Notice[]
  /** The time of the latest; null without one. */
  upTo: string | null
  news: BannerNews
  inbox: Inbox
}

/** What does not answer now, what waits for this person, and unread notices, behind their number. Nothing without any. */
export function NoticesMenu({ organisationId, notices, upTo, news, inbox }: Props) {
  const t = useTranslations('identity.nav')
  const silent = silentOf(useQuery({ ...newsQuery(organisationId), initialData: news }).data)
  // One that does not answer has one line, whether or not a probe has raised its alert.
  const isSilent = (id: string) => silent.some((each) => each.id === id)
  const items = useInbox(organisationId, inbox).filter(
    (item) => isToDo(item) && !(item.kind === 'alarm' && isSilent(item.id)),
  )
  const count = silent.length + countToDo(items) + notices.length
  if (count === 0) return null
  return (
    <MenuButton
      label={t('notices', { count })}
      onForesee={() => void loadList()}
      triggerClassName="inline-flex min-h-9 items-center gap-1.5 rounded-control border border-amber bg-amber-wash px-2.5 text-sm font-semibold"
      trigger={
        <>
          <Icon name="bell" size={16} />
          {count}
        </>
      }
      list={(open) => <NoticesList {...open} {...{ organisationId, silent, items, notices, upTo }} />}
    />
  )
}
