'use client'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { routes } from '~/lib/routes'
import { acceptInvitationAction } from '../actions'

/** Joins the organisation and opens it. */
export function AcceptButton({ secret, label }: { secret: string; label: string }) {
  const router = useRouter()
  const refusalText = useRefusalText()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const accept = () =>
    startTransition(async () => {
      const result = await acceptInvitationAction({ secret })
      if (result.ok) router.push(routes.org.home(result.data.organisationId))
      else setRefusal(refusalText(result))
    })
  return (
    <>
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
      <div>
        <Button variant="primary" pending={isPending} onClick={accept}>
          {label}
        </Button>
      </div>
    </>
  )
}
