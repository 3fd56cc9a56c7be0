import type { ReactNode } from 'react'
import { cx } from '../cx'

type Props = {
  title?: ReactNode
  /** A small note next to the title. */
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** `false` when the content has its own padding: a table, a list of rows. */
  padded?: boolean
  level?: 2 | 3
  className?: string
  id?: string
}

/** A card: a header with a rule below it, then the content. */
export function Card({ title, note, actions, children, padded = true, level = 2, className, id }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section id={id} className={cx('card flex min-w-0 flex-col overflow-clip', className)}>
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4.5 py-2.5">
          {title && <Heading className="text-lg">{title}</Heading>}
          {note && <p className="text-sm text-ink-3">{note}</p>}
          {actions && (
            <div className="ml-auto flex min-w-0 max-w-full flex-wrap items-center gap-2">{actions}</div>
          )}
        </header>
      )}
      <div className={cx('min-w-0 flex-1', padded && 'p-4.5')}>{children}</div>
    </section>
  )
}
