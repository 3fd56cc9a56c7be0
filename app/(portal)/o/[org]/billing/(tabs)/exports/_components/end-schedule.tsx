'use client'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { ExportScheduleView } from '~/lib/billing/client'
import { endExportScheduleAction } from '../actions'

type Props = {
  organisationId: string
  scheduleId: ExportScheduleView['id']
  label: string
  refusal: string | undefined
}

/** Ends a monthly export. */
export function EndSchedule({ organisationId, scheduleId, label, refusal }: Props) {
  const t = useTranslations('billingExports.schedules')
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('end')}
      labelInFull={t('endInFull', { label })}
      refusal={refusal}
      title={t('endTitle')}
      danger
      onConfirm={() => endExportScheduleAction({ organisationId, scheduleId })}
    >
      <p>{t('endText', { label })}</p>
    </ConfirmButton>
  )
}
