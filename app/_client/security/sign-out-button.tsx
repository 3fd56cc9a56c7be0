'use client'
import { useTransition } from 'react'
import { signOutOfPage } from '~/components/form/sign-out-of-page'
import { Button } from '~/components/ui/links/button'

type Props = { label: string; action: (input: Record<string, never>) => Promise<unknown> }

/** Ends the session; the response redirects to sign-in. */
export function SignOutButton({ label, action }: Props) {
  const [isPending, startTransition] = useTransition()
  return (
    <Button
      pending={isPending}
      onClick={() =>
        startTransition(async () => {
          signOutOfPage()
          await action({})
        })
      }
    >
      {label}
    </Button>
  )
}
