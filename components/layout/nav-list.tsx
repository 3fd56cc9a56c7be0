'use client'
import { usePathname } from 'next/navigation'
import { cx } from '~/components/ui/cx'
import { Icon } from '~/components/ui/display/icon'
import { currentItem } from './current-item'
import { countOf, NavLink } from './nav-link'
import type { NavGroup } from './nav-types'

type Props = { label: string; groups: readonly NavGroup[] }

/**
 * All rooms, which stay in their places, and below them the pages of the room in view. Both fit a screen without
 * scrolling.
 */
export function NavList({ label, groups }: Props) {
  const current = currentItem(groups, usePathname())
  const room = groups.find(({ items }) => items.some((item) => item.id === current))
  return (
    <nav aria-label={label} className="grid gap-5">
      <ul className="grid gap-0.5">
        {groups.map((group) => (
          <li key={group.id}>
            <RoomLink group={group} isCurrent={group === room} />
          </li>
        ))}
      </ul>
      {room && room.items.length > 1 && (
        <div className="grid gap-1 border-t border-night-2 pt-4">
          <p aria-hidden="true" className="px-2.5 text-sm text-on-night-muted">
            {room.label}
          </p>
          <Pages group={room} current={current} />
        </div>
      )}
    </nav>
  )
}

/**
 * In the drawer of a narrow screen: a press opens a room in place, a second one leads to its page. The room in view is open
 * where the others keep their places on the screen. Only in a browser.
 */
export function NavDrawer({ label, groups }: Props) {
  const current = currentItem(groups, usePathname())
  const isTall = window.innerHeight >= 700
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {groups.map((group) => {
          const isCurrent = group.items.some((item) => item.id === current)
          if (group.items.length === 1)
            return (
              <li key={group.id}>
                <RoomLink group={group} isCurrent={isCurrent} />
              </li>
            )
          return (
            <li key={group.id}>
              <details name="rooms" open={isCurrent && isTall} className="group/room">
                <summary
                  aria-current={isCurrent ? 'true' : undefined}
                  className={cx(
                    'flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-control border-l-2 px-2 font-semibold text-on-night hover:bg-night-2 [&::-webkit-details-marker]:hidden',
                    isCurrent ? 'border-amber' : 'border-transparent',
                  )}
                >
                  {group.label}
                  <strong className="text-sm text-amber">{countOf(group) || null}</strong>
                  <Icon name="chevronDown" size={16} className="ml-auto group-open/room:rotate-180" />
                </summary>
                <div className="pb-2 pl-2.5">
                  <Pages group={group} current={current} />
                </div>
              </details>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function RoomLink({ group, isCurrent }: { group: NavGroup; isCurrent: boolean }) {
  const [first, ...others] = group.items
  if (!first) return null
  // A room of which a member may open one page is that page.
  if (others.length === 0) return <NavLink item={first} current={isCurrent ? 'page' : undefined} isRoom />
  const { hotkey: _page, ...room } = { ...first, label: group.label, count: countOf(group) }
  return <NavLink item={room} current={isCurrent ? 'true' : undefined} isRoom />
}

function Pages({ group, current }: { group: NavGroup; current: string | undefined }) {
  return (
    <ul aria-label={group.label} className="grid gap-0.5">
      {group.items.map((item) => (
        <li key={item.id}>
          <NavLink item={item} current={item.id === current ? 'page' : undefined} />
        </li>
      ))}
    </ul>
  )
}
