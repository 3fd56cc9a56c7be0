'use client'
import { useTranslations } from 'next-intl'
import { DateField } from '~/components/ui/fields/date-field'
import { holdCaseAction } from '../actions'
import { WordsDialog } from './words-dialog'

type Props = {
  isOpen: boolean
  onClose: () => void
  caseId: string
  name: string
  today: string
  onDone: () => void
}
type Input = { caseId: string; until: string; reason: string }

/** The operator needs longer: until when and why, as the applicant reads it. */
export function HoldDialog({ isOpen, onClose, caseId, name, today, onDone }: Props) {
  const t = useTranslations('cases')
  return (
    <WordsDialog<Input, void>
      isOpen={isOpen}
      onClose={onClose}
      title={t('holdTitle', { name })}
      field={{ name: 'reason', label: t('holdReason'), hint: t('reasonHint') }}
      submit={t('holdSend')}
      action={holdCaseAction}
      of={{ caseId }}
      draftKey={`moderation:hold:${caseId}`}
      onDone={onDone}
    >
      <DateField name="until" label={t('holdUntil')} min={today} defaultValue={today} />
    </WordsDialog>
  )
}
