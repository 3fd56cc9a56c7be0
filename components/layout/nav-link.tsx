'use client'
import { cx } from '~/components/ui/cx'
import { Kbd } from '~/components/ui/display/kbd'
import { ForeseenLink } from '~/components/ui/links/foreseen-link'
import { useIsLive } from '~/components/ui/use-is-live'
import type { NavGroup, NavItem } from './nav-types'

type Props = { item: NavItem; current: 'page' | 'true' | undefined; isRoom?: boolean }

/** An entry of the menu; the current one has an amber edge. */
export function NavLink({ item, current, isRoom = false }: Props) {
  const isLive = useIsLive()
  return (
    <ForeseenLink
      href={item.href}
      aria-current={current}
      aria-keyshortcuts={isLive && item.hotkey ? `g ${item.hotkey}` : undefined}
      className={cx(
        'flex items-center justify-between gap-2 rounded-control border-l-2 px-2 py-1 max-shell:min-h-11',
        isRoom ? 'min-h-9 font-semibold' : 'min-h-8',
        current
          ? 'border-amber bg-night-2 text-on-night'
          : cx(
              'border-transparent hover:bg-night-2 hover:text-on-night',
              isRoom ? 'text-on-night' : 'text-on-night-muted',
            ),
      )}
    >
      {item.label}
      {item.count ? (
        <strong className="text-sm text-amber">{item.count}</strong>
      ) : (
        item.hotkey && (
          <span className="max-shell:hidden">
            <Kbd onNight>{`g ${item.hotkey}`}</Kbd>
          </span>
        )
      )}
    </ForeseenLink>
  )
}

/** The items that wait in a room. Pure. */
export const countOf = ({ items }: NavGroup): number => items.reduce((sum, { count = 0 }) => sum + count, 0)
