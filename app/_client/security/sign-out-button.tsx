'use client'
import { useTransition } from 'react'
import { forgetDrafts } from '~/components/form/forget-drafts'
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
          forgetDrafts()
          await action({})
        })
      }
    >
      {label}
    </Button>
  )
}
