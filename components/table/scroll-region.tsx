import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'

type Props = {
  label: string
  /** Scrolls sideways only: the page takes its whole height. */
  isWhole?: boolean
  className?: string
  children: ReactNode
}

/** Around a plain table that may be wider than its container; focusable, so that keys can scroll it. */
export function ScrollRegion({ label, isWhole = false, className, children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className={cx(
        // Positioned, so that visually hidden elements are clipped too.
        'relative -outline-offset-2',
        isWhole ? 'overflow-x-auto' : 'scroll-pt-11 overflow-auto sm:max-h-[70dvh]',
        className,
      )}
    >
      {children}
    </section>
  )
}
