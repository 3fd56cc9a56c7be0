import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type TabLink = { href: string; label: ReactNode; isCurrent: boolean; count?: string | number }

/** Sections of one thing, each at its own address: reload and « back » keep the place. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.isCurrent ? 'page' : undefined}
          className={cx(
            '-mb-px flex items-center gap-2 border-b-2 px-3 py-2.5 font-medium whitespace-nowrap',
            item.isCurrent ? 'border-amber text-ink' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {item.label}
          {item.count !== undefined && (
            <span className="rounded-full bg-sunken px-1.5 text-xs text-ink-2">{item.count}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
