'use client'
import { usePathname } from 'next/navigation'
import { ForeseenLink } from './foreseen-link'
import { LinkRow } from './link-row'
import { tabClass } from './tab-look'

export type TabLink = { href: string; label: string }

/** Related pages as tabs, each with its own address. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  const path = usePathname()
  const isCurrent = (href: string) => href.split('?')[0] === path
  return (
    <LinkRow label={label} className="mb-5 border-b border-line">
      {items.map(({ href, label: text }) => (
        <li key={href}>
          <ForeseenLink
            href={href}
            aria-current={isCurrent(href) ? 'page' : undefined}
            className={tabClass(isCurrent(href))}
          >
            {text}
          </ForeseenLink>
        </li>
      ))}
    </LinkRow>
  )
}
