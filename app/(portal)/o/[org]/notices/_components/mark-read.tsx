'use client'
import { useTransition } from 'react'
import { Button } from '~/components/ui/links/button'
import { readNoticesAction } from '../../_shell/actions'

/** Marks every notice up to this instant as read; the page refreshes with it. */
export function MarkRead({
  organisationId,
  upTo,
  label,
}: {
  organisationId: string
  upTo: string
  label: string
}) {
  const [isSending, start] = useTransition()
  return (
    <Button
      pending={isSending}
      onClick={() =>
        start(async () => {
          await readNoticesAction({ organisationId, upTo })
        })
      }
    >
      {label}
    </Button>
  )
}
