import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import type { OrganisationKind } from '~/lib/identity/client'

type Item = {
  id: string
  legalName: string
  kind: OrganisationKind
  waited: string
  href: string
  isCurrent: boolean
}

/** Who waits, the longest first. Not fetched ahead: opening a case is a visit that the customer sees. */
export function QueueList({ items, bare = false }: { items: readonly Item[]; bare?: boolean }) {
  const t = useTranslations()
  return (
    <nav aria-label={t('moderation.queue.list')} className={bare ? undefined : 'card overflow-clip'}>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.id}>
            <Link
              href={item.href}
              prefetch={false}
              scroll={false}
              aria-current={item.isCurrent ? 'true' : undefined}
              className={cx(
                'flex items-center gap-3 border-l-3 px-4 py-2.5',
                item.isCurrent ? 'border-amber bg-amber-wash' : 'border-transparent hover:bg-sunken',
              )}
            >
              <span className="grid min-w-0 flex-1">
                <span className="font-semibold wrap-anywhere">{item.legalName}</span>
                <span className="text-sm text-ink-2">{t(`identity.kind.${item.kind}`)}</span>
              </span>
              <span className="text-sm whitespace-nowrap text-ink-2 tabular-nums">{item.waited}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
