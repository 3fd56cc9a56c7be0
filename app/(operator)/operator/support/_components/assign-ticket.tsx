'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useLetters } from '~/app/_client/use-letters'
import { Kbd } from '~/components/ui/display/kbd'
import { Select } from '~/components/ui/fields/select'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useIsLive } from '~/components/ui/use-is-live'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import { assignTicketAction, takeTicketAction } from '../actions'

type Staff = { id: Id<'staff'>; name: string }
type Props = {
  ticketId: Id<'ticket'>
  assigned: Staff | null
  staff: readonly Staff[]
  viewerId: string
  blocked: string | undefined
}

/** The ticket's assignee: t takes an unassigned ticket, the list reassigns it. */
export function AssignTicket({ ticketId, assigned, staff, viewerId, blocked }: Props) {
  const t = useTranslations('support.desk')
  const refusalText = useRefusalText()
  const isLive = useIsLive()
  const [isPending, startTransition] = useTransition()
  const why = blocked ?? (assigned ? t(assigned.id === viewerId ? 'isYours' : 'isTaken') : undefined)
  const act = (asked: Promise<ActionResult<void>>, said: string) =>
    startTransition(async () => {
      const result = await asked
      if (result.ok) showToast('ok', said)
      else showToast('bad', refusalText(result))
    })
  const take = () => act(takeTicketAction({ ticketId }), t('takenNow'))

  useLetters({ t: why ? undefined : take })

  return (
    <div className="flex flex-wrap items-end gap-3">
      <Select
        key={`${ticketId} ${assigned?.id}`}
        name="assigned"
        label={t('assignedTo')}
        optional
        placeholder={t('assigned.nobody')}
        options={staff.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={assigned?.id ?? ''}
        disabled={isPending || blocked !== undefined}
        onChange={(event) => {
          const staffId = event.currentTarget.value
          act(assignTicketAction({ ticketId, ...(staffId && { staffId }) }), t('assignedNow'))
        }}
      />
      <Button
        pending={isPending}
        disabledReason={why}
        aria-keyshortcuts={isLive ? 't' : undefined}
        onClick={take}
      >
        {t('take')} <Kbd>t</Kbd>
      </Button>
    </div>
  )
}
