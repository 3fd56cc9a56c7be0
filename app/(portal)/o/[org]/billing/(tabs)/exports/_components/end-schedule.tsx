'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
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
  const t = useTranslations('billingExports')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        aria-label={t('schedules.endInFull', { label })}
        onClick={() => setOpen(true)}
      >
        {t('schedules.end')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('schedules.endTitle')}
        confirmLabel={t('schedules.end')}
        danger
        onConfirm={() => endExportScheduleAction({ organisationId, scheduleId })}
      >
        <p>{t('schedules.endText', { label })}</p>
      </LateConfirmDialog>
    </>
  )
}
