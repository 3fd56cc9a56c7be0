'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextArea } from '~/components/ui/fields/text-area'
import type { Id } from '~/lib/kernel/ids'
import { contestMonthAction } from '../actions'

type Props = {
  organisationId: string
  assessmentId: Id<'slaAssessment'>
  resource: string
  period: string
  refusal: string | undefined
}
type Form = { organisationId: string; assessmentId: Id<'slaAssessment'>; body: string }

/** Opens a ticket that contests a month's assessment, with the evidence attached. */
export function ContestMonth({ organisationId, assessmentId, resource, period, refusal }: Props) {
  const t = useTranslations('serviceCredits')
  return (
    <FormDialog<Form, { reference: string }>
      label={t('contest')}
      labelInFull={t('contestOf', { resource, period })}
      disabledReason={refusal}
      title={t('contestTitle', { resource, period })}
      submit={t('contest')}
      done={({ reference }) => t('contestDone', { reference })}
      action={contestMonthAction}
      extra={{ organisationId, assessmentId }}
    >
      <p className="text-ink-2">{t('contestText')}</p>
      <TextArea name="body" label={t('contestBody')} minLength={10} maxLength={4_000} />
    </FormDialog>
  )
}
