import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../cx'
import { ForeseenLink } from '../links/foreseen-link'
import { LinkRow } from '../links/link-row'
import { chipClass } from './chip-class'

/** A checkbox styled as a small box: `Pas dans la même baie`. */
export function CheckChip({ label, ...rest }: { label: ReactNode } & Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className={chipClass}>
      <input type="checkbox" {...rest} className="sr-only" />
      {label}
    </label>
  )
}

type LinkChip = { href: string; label: ReactNode; count?: string | number; isCurrent: boolean }

/** Filters as links: the choice is in the address and can be shared. */
export function LinkChips({ label, items }: { label: string; items: readonly LinkChip[] }) {
  return (
    <LinkRow label={label} className="chip-row">
      {items.map((item) => (
        <li key={item.href}>
          <ForeseenLink
            href={item.href}
            scroll={false}
            aria-current={item.isCurrent ? 'true' : undefined}
            className={cx(
              'inline-flex min-h-8 items-center gap-1.5 rounded-small border px-2.5 py-1 text-sm whitespace-nowrap',
              item.isCurrent
                ? 'border-amber-ink bg-amber-wash'
                : 'border-line-strong bg-surface hover:border-field',
            )}
          >
            {item.label}
            {item.count !== undefined && <span className="text-ink-2">{item.count}</span>}
          </ForeseenLink>
        </li>
      ))}
    </LinkRow>
  )
}
