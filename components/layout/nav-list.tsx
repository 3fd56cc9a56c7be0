'use client'
import { usePathname } from 'next/navigation'
import { cx } from '~/components/ui/cx'
import { Kbd } from '~/components/ui/display/kbd'
import { ForeseenLink } from '~/components/ui/links/foreseen-link'
import { useIsLive } from '~/components/ui/use-is-live'
import { currentItem } from './current-item'
import type { NavGroup } from './nav-types'

/** The pages by group; the current one has an amber edge. */
export function NavList({ label, groups }: { label: string; groups: readonly NavGroup[] }) {
  const current = currentItem(groups, usePathname())
  const isLive = useIsLive()
  return (
    <nav aria-label={label} className="grid gap-6">
      {groups.map((group) => (
        <ul key={group.id} aria-label={group.label} className="grid gap-0.5">
          {group.items.map((item) => (
            <li key={item.id}>
              <ForeseenLink
                href={item.href}
                aria-current={item.id === current ? 'page' : undefined}
                aria-keyshortcuts={isLive && item.hotkey ? `g ${item.hotkey}` : undefined}
                className={cx(
                  'flex min-h-9 items-center justify-between gap-2 rounded-control border-l-2 px-2 py-1.5',
                  item.id === current
                    ? 'border-amber bg-night-2 text-on-night'
                    : 'border-transparent text-on-night-muted hover:bg-night-2 hover:text-on-night',
                )}
              >
                {item.label}
                {item.count ? (
                  <strong className="text-sm text-amber">{item.count}</strong>
                ) : (
                  item.hotkey && <Kbd onNight>{`g ${item.hotkey}`}</Kbd>
                )}
              </ForeseenLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  )
}
