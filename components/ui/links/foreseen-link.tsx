'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ComponentProps } from 'react'

type Props = Omit<ComponentProps<typeof Link>, 'href' | 'prefetch' | 'onPointerEnter' | 'onFocus'> & {
  href: string
}

/**
 * A link for places with many links, such as the sidebar: its page is prefetched on hover or focus, not when
 * visible, which would load a page per link for pages that are never opened.
 */
export function ForeseenLink({ href, ...rest }: Props) {
  const router = useRouter()
  const fetchAhead = () => router.prefetch(href)
  return <Link {...rest} href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} />
}
