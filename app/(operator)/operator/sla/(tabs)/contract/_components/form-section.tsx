'use client'
import { type ReactNode, useId } from 'react'
import { cx } from '~/components/ui/cx'
import { Icon } from '~/components/ui/display/icon'

type Props = { title: string; isOpen: boolean; onToggle: () => void; children: ReactNode }

/** A section of a long form: collapsible on narrow screens, always open elsewhere. */
export function FormSection({ title, isOpen, onToggle, children }: Props) {
  const id = useId()
  return (
    <div className="grid gap-3 max-sm:border-t max-sm:border-line max-sm:pt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={onToggle}
        className="flex min-h-11 items-center gap-1.5 rounded-small text-left font-semibold sm:hidden"
      >
        <Icon name="chevronRight" size={15} className={cx('transition-transform', isOpen && 'rotate-90')} />
        {title}
      </button>
      <div id={id} className={cx('grid gap-4', !isOpen && 'max-sm:hidden')}>
        {children}
      </div>
    </div>
  )
}
