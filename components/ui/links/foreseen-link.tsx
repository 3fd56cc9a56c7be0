'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ComponentProps } from 'react'

type Props = Omit<ComponentProps<typeof Link>, 'href' | 'prefetch' | 'onPointerEnter' | 'onFocus'> & {
  href: string
}

/**
 * A link of which a page has many, such as those of the column: its page is fetched ahead when somebody points at it
 * or walks to it, and not for being in sight, which would cost each page as much again for pages nobody opens.
 */
export function ForeseenLink({ href, ...rest }: Props) {
  const router = useRouter()
  const fetchAhead = () => router.prefetch(href)
  return <Link {...rest} href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} />
}
