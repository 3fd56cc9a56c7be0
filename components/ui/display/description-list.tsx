import type { ReactNode } from 'react'
import { cx } from '../cx'

export type Description = { key?: string; term: ReactNode; value: ReactNode }

/** Terms and values, one per line with a rule between; `spread` aligns values to the right edge. */
export function DescriptionList({
  items,
  spread = true,
  isDense = false,
  className,
}: {
  items: readonly Description[]
  spread?: boolean
  /** For a card of many lines. */
  isDense?: boolean
  className?: string
}) {
  return (
    <dl className={cx('divide-y divide-line', className)}>
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className={cx(
            'flex flex-wrap gap-x-4 gap-y-0.5 px-4.5',
            isDense ? 'py-1.5' : 'py-2.5',
            spread && 'justify-between',
          )}
        >
          <dt className={cx('text-ink-2', !spread && 'w-44 shrink-0')}>{item.term}</dt>
          <dd className={cx('min-w-0 wrap-anywhere', spread && 'ml-auto text-right')}>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
