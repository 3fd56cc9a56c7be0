import type { ReactNode } from 'react'

/** Around a plain table that may be wider than its sheet; it takes focus, so that keys can scroll it. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="relative max-h-[70dvh] overflow-auto -outline-offset-2"
    >
      {children}
    </section>
  )
}
