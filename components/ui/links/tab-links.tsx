'use client'
import { usePathname } from 'next/navigation'
import { cx } from '../cx'
import { ForeseenLink } from './foreseen-link'

export type TabLink = { href: string; label: string }

/**
 * On a phone the current tab may be scrolled out of view. `scrollIntoView` would also move the starting point of Tab
 * there, past the skip link.
 */
function showLink(link: HTMLElement | null) {
  const frame = link?.closest('nav')
  if (!link || !frame) return
  const [tab, around] = [link.getBoundingClientRect(), frame.getBoundingClientRect()]
  frame.scrollLeft += tab.left + tab.width / 2 - (around.left + around.width / 2)
}

/** Related pages as tabs, each with its own address. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="mb-5 overflow-x-auto border-b border-line">
      <ul className="flex gap-x-1 lg:flex-wrap">
        {items.map(({ href, label: text }) => (
          <li key={href}>
            <ForeseenLink
              href={href}
              ref={path === href ? showLink : undefined}
              aria-current={path === href ? 'page' : undefined}
              className={cx(
                '-mb-px inline-flex min-h-10 items-center border-b-2 px-3 whitespace-nowrap',
                path === href
                  ? 'border-amber-ink font-semibold text-ink'
                  : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {text}
            </ForeseenLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
