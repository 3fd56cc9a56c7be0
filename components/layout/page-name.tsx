'use client'
import { usePathname } from 'next/navigation'
import { PageHeader } from '~/components/ui/display/page-header'

/** The header of the page in view among these, for a layout that they share. */
export function PageName({ pages }: { pages: readonly { href: string; label: string }[] }) {
  const pathname = usePathname()
  return <PageHeader title={pages.find(({ href }) => href === pathname)?.label ?? pages[0]?.label} />
}
