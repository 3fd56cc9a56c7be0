import type { ReactNode } from 'react'
import { cx } from '../cx'
import { Icon } from './icon'

/** Collapsible content: the browser's details element. */
export function Disclosure({
  summary,
  children,
  open,
  className,
}: {
  summary: ReactNode
  children: ReactNode
  open?: boolean
  className?: string
}) {
  return (
    <details open={open} className={cx('group', className)}>
      <summary className="flex w-fit list-none items-center gap-1.5 rounded-small py-1 font-medium text-brand [&::-webkit-details-marker]:hidden">
        <Icon name="chevronRight" size={15} className="transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  )
}
