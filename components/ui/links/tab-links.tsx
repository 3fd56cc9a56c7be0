'use client'
import { usePathname } from 'next/navigation'
import { ForeseenLink } from './foreseen-link'
import { showTab, tabClass } from './tab-look'

export type TabLink = { href: string; label: string }

/** Related pages as tabs, each with its own address. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="mb-5 overflow-x-auto border-b border-line">
      <ul className="flex gap-x-1">
        {items.map(({ href, label: text }) => (
          <li key={href}>
            <ForeseenLink
              href={href}
              ref={path === href ? showTab : undefined}
              aria-current={path === href ? 'page' : undefined}
              className={tabClass(path === href)}
            >
              {text}
            </ForeseenLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
