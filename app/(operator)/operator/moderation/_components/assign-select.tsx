'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Select } from '~/components/ui/fields/select'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { showToast } from '~/components/ui/overlays/toast'
import { assignCaseAction } from '../actions'

type Props = {
  caseId: string
  assigned: string | null
  staff: readonly { id: string; name: string }[]
  mayDecide: boolean
}

/** The assignee of the case; empty when unassigned. */
export function AssignSelect({ caseId, assigned, staff, mayDecide }: Props) {
  const t = useTranslations('cases')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const assign = (staffId: string) =>
    startTransition(async () => {
      const result = await assignCaseAction({ caseId, ...(staffId && { staffId }) })
      if (result.ok) showToast('ok', t('assignedNow'))
      else showToast('bad', refusalText(result))
    })
  return (
    <Select
      key={`${caseId} ${assigned}`}
      name="assigned"
      label={t('assignedTo')}
      required={false}
      placeholder={t('unassigned')}
      options={staff.map(({ id, name }) => ({ value: id, label: name }))}
      defaultValue={assigned ?? ''}
      disabled={isPending || !mayDecide}
      onChange={(event) => assign(event.currentTarget.value)}
    />
  )
}
