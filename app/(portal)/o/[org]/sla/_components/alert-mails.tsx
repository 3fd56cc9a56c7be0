'use client'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { chooseAlertMailsAction } from '../actions'

type Props = { organisationId: string; isWanted: boolean; label: string; done: string }

/** Whether the reader gets a mail when an objective is at risk: the button for the other choice. */
export function AlertMails({ organisationId, isWanted, label, done }: Props) {
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const choose = () =>
    startTransition(async () => {
      const result = await chooseAlertMailsAction({ organisationId, isWanted: !isWanted })
      if (!result.ok) return showToast('bad', refusalText(result))
      showToast('ok', done)
      router.refresh()
    })
  return (
    <Button size="sm" pending={isPending} onClick={choose}>
      {label}
    </Button>
  )
}
