'use client'
import { useLocale, useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import type { ServiceCreditDeskView } from '~/lib/sla/client'
import { requestAssessmentAction } from '../actions'

type Props = { assessed: ServiceCreditDeskView['assessed']; refusal: string | undefined }
type Form = { month: string; reason: string }

/** Reassesses a month from the current facts. */
export function AssessAgain({ assessed, refusal }: Props) {
  const t = useTranslations('serviceCredits')
  const locale = useLocale() as Locale
  return (
    <FormDialog<Form, void>
      label={t('desk.again')}
      disabledReason={refusal ?? (assessed.length === 0 ? t('desk.againNone') : undefined)}
      title={t('desk.again')}
      submit={t('desk.again')}
      done={t('desk.againDone')}
      action={({ month, reason }) => {
        const [organisationId = '', period = ''] = month.split(' ')
        return requestAssessmentAction({
          organisationId: organisationId as (typeof assessed)[number]['organisationId'],
          period,
          reason,
        })
      }}
    >
      <p className="text-ink-2">{t('desk.againText')}</p>
      <Select
        name="month"
        label={t('desk.againMonth')}
        options={assessed.map(({ organisationId, name, period }) => ({
          value: `${organisationId} ${period}`,
          label: `${name} · ${formatMonth(period, locale)}`,
        }))}
      />
      <TextArea name="reason" label={t('desk.againReason')} minLength={5} maxLength={200} rows={3} />
    </FormDialog>
  )
}
