'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ExportFormat, ExportRecipientView, ExportScheduleView } from '~/lib/billing/client'
import { changeExportScheduleAction } from '../actions'
import { DayField, FormatField, RecipientsField } from './sending-fields'

type Props = {
  organisationId: string
  schedule: ExportScheduleView
  formats: readonly ExportFormat[]
  members: readonly ExportRecipientView[]
  label: string
  onClose: () => void
}

/** Changes day, format and recipients of a monthly export. */
export function ChangeSchedule({ organisationId, schedule, formats, members, label, onClose }: Props) {
  const t = useTranslations('billingExports.schedules')
  const { id: scheduleId, kind, destination } = schedule
  const [day, setDay] = useState(schedule.day)
  const [format, setFormat] = useState(schedule.format)
  const [recipients, setRecipients] = useState<string[]>(schedule.recipients.map(({ memberId }) => memberId))
  return (
    <LateConfirmDialog
      isOpen
      onClose={onClose}
      title={t('changeTitle')}
      confirmLabel={t('changeConfirm')}
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={async () => {
        const result = await changeExportScheduleAction({
          organisationId,
          scheduleId,
          day,
          format,
          recipients: destination === 'mail' ? recipients : [],
        })
        if (result.ok) showToast('ok', t('changed'))
        return result
      }}
    >
      <p>{t('changeText', { label })}</p>
      <FieldContext value={null}>
        <FormatField kind={kind} formats={formats} format={format} onChange={setFormat} />
        <DayField day={day} onChange={setDay} />
        {destination === 'mail' && (
          <RecipientsField members={members} chosen={recipients} onChange={setRecipients} />
        )}
      </FieldContext>
    </LateConfirmDialog>
  )
}
