import type { ReactNode } from 'react'

/** Around a plain table that may be wider than its sheet; it takes focus, so that keys can scroll it. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="relative overflow-x-auto -outline-offset-2" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
