import Link from 'next/link'
import type { ReactNode } from 'react'

/** A figure with a link to the items that it counts. */
export function StatLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="grid rounded-card hover:opacity-80">
      {children}
    </Link>
  )
}
