'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { closeTicketAction, followTicketAction } from '../../actions'

type Props = {
  organisationId: string
  ticketId: Id<'ticket'>
  isFollowing: boolean
  isClosed: boolean
  mayClose: boolean
}

/** Follow or unfollow answers, and close the ticket. */
export function TicketActions({ organisationId, ticketId, isFollowing, isClosed, mayClose }: Props) {
  const t = useTranslations('support.form')
  const refusalText = useRefusalText()
  const [isAsking, setAsking] = useState(false)
  const [isPending, startTransition] = useTransition()
  if (isClosed) return null
  const follow = () =>
    startTransition(async () => {
      const result = await followTicketAction({ organisationId, ticketId, isFollowing: !isFollowing })
      if (result.ok) showToast('ok', t(isFollowing ? 'unfollowed' : 'followed'))
      else showToast('bad', refusalText(result))
    })
  return (
    <>
      <Button pending={isPending} onClick={follow}>
        {t(isFollowing ? 'unfollow' : 'follow')}
      </Button>
      {mayClose && <Button onClick={() => setAsking(true)}>{t('close')}</Button>}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('closeTitle')}
        confirmLabel={t('close')}
        onConfirm={async () => {
          const result = await closeTicketAction({ organisationId, ticketId })
          if (result.ok) {
            setAsking(false)
            showToast('ok', t('closed'))
          }
          return result
        }}
      >
        {t('closeText')}
      </ConfirmDialog>
    </>
  )
}
