import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { boxClass } from '~/components/ui/fields/checkbox-class'

export type QueueItem = {
  id: string
  title: string
  detail: string
  waited: string
  isLate: boolean
  /** The assignee. */
  assigned: string | null
  href: string
  isCurrent: boolean
}

type Ticks = { ticked: ReadonlySet<string>; onTick: (id: string) => void }
type Props = { items: readonly QueueItem[]; bare?: boolean; ticks?: Ticks }

/**
 * Waiting cases, longest wait first. Links are not prefetched: opening a case is recorded as a visit that the
 * customer sees.
 */
export function QueueList({ items, bare = false, ticks }: Props) {
  const t = useTranslations('cases')
  return (
    <nav aria-label={t('list')} className={bare ? undefined : 'card overflow-clip'}>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.id}>
            <div
              className={cx(
                'flex items-center border-l-3',
                item.isCurrent ? 'border-amber bg-amber-wash' : 'border-transparent hover:bg-sunken',
              )}
            >
              {ticks && (
                <label className="grid min-h-11 min-w-11 place-items-center self-stretch">
                  <input
                    type="checkbox"
                    className={boxClass}
                    checked={ticks.ticked.has(item.id)}
                    onChange={() => ticks.onTick(item.id)}
                    aria-label={t('tick', { name: item.title, what: item.detail })}
                  />
                </label>
              )}
              <Link
                href={item.href}
                prefetch={false}
                scroll={false}
                aria-current={item.isCurrent ? 'true' : undefined}
                className={cx('flex min-w-0 flex-1 items-start gap-3 py-2.5 pr-4', !ticks && 'pl-4')}
              >
                <span className="grid min-w-0 flex-1">
                  <span className="font-semibold wrap-anywhere">{item.title}</span>
                  <span className="text-sm text-ink-2 wrap-anywhere">{item.detail}</span>
                  {item.assigned && <span className="text-sm text-ink-3">{item.assigned}</span>}
                </span>
                <span
                  className={cx(
                    'text-right text-sm whitespace-nowrap tabular-nums',
                    item.isLate ? 'font-medium text-bad' : 'text-ink-2',
                  )}
                >
                  {item.waited}
                  {item.isLate && <span className="block">{t('late')}</span>}
                </span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </nav>
  )
}
