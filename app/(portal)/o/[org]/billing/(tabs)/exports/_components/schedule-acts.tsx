'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState, useTransition } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { buttonClass } from '~/components/ui/links/button-class'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { Menu } from '~/components/ui/overlays/menu'
import { showToast } from '~/components/ui/overlays/toast'
import { endExportScheduleAction, pauseExportScheduleAction } from '../actions'
import { ChangeSchedule } from './change-schedule'

type Props = Omit<ComponentProps<typeof ChangeSchedule>, 'onClose'> & { refusal: string | undefined }

/** Changes, pauses or ends a monthly export. */
export function ScheduleActs({ refusal, ...change }: Props) {
  const t = useTranslations('billingExports.schedules')
  const refusalText = useRefusalText()
  const [open, setOpen] = useState<'change' | 'end' | null>(null)
  const [, start] = useTransition()
  const { organisationId, label, schedule } = change
  const { id: scheduleId, isPaused } = schedule
  const close = () => setOpen(null)
  const pause = () =>
    start(async () => {
      const result = await pauseExportScheduleAction({ organisationId, scheduleId, isPaused: !isPaused })
      if (result.ok) showToast('ok', t(isPaused ? 'resumedToast' : 'pausedToast'))
      else showToast('bad', refusalText(result))
    })
  const disabledReason = refusal
  return (
    <>
      <Menu
        label={t('actsInFull', { label })}
        triggerClassName={buttonClass({ size: 'sm', variant: 'quiet' })}
        trigger={
          <>
            {t('acts')}
            <Icon name="chevronDown" size={16} />
          </>
        }
        entries={[
          { id: 'change', label: t('change'), disabledReason, onAction: () => setOpen('change') },
          { id: 'pause', label: t(isPaused ? 'resume' : 'pause'), disabledReason, onAction: pause },
          { kind: 'separator', id: 'line' },
          { id: 'end', label: t('end'), danger: true, disabledReason, onAction: () => setOpen('end') },
        ]}
      />
      {open === 'change' && <ChangeSchedule {...change} onClose={close} />}
      <LateConfirmDialog
        isOpen={open === 'end'}
        onClose={close}
        title={t('endTitle')}
        confirmLabel={t('end')}
        danger
        onConfirm={() => endExportScheduleAction({ organisationId, scheduleId })}
      >
        <p>{t('endText', { label })}</p>
      </LateConfirmDialog>
    </>
  )
}
