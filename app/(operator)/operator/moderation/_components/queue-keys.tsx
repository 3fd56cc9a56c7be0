'use client'
import { useRouter } from 'next/navigation'
import { useLetters } from '~/app/_client/use-letters'

type Props = { hrefs: readonly string[]; current: number }

/** j and k move through the queue, except while typing or with an open dialog. */
export function QueueKeys({ hrefs, current }: Props) {
  const router = useRouter()
  const walk = (step: number) => {
    const href = hrefs[Math.min(hrefs.length - 1, Math.max(0, current + step))]
    if (href) router.replace(href, { scroll: false })
  }
  useLetters({ j: () => walk(1), k: () => walk(-1) })
  return null
}
