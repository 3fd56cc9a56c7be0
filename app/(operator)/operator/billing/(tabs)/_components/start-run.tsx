'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/button'
import { Dialog } from '~/components/ui/dialog'
import { Select } from '~/components/ui/select'
import type { StartRunInput } from '~/lib/billing/schema'
import { startRunAction } from '../../actions'

type Props = { periods: readonly string[]; refusal: string | undefined }

/** Has a month that is over billed: as a dry run, as drafts, or for good. */
export function StartRun({ periods, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('start')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('start')}>
        <ActionForm<StartRunInput, unknown>
          action={startRunAction}
          onSuccess={close}
          successToast={t('started')}
          className="grid gap-4"
        >
          <Select
            name="period"
            label={t('period')}
            options={periods.map((value) => ({ value, label: value }))}
          />
          <Select
            name="mode"
            label={t('mode')}
            hint={t('modeHint')}
            options={(['dry_run', 'draft', 'final'] as const).map((value) => ({
              value,
              label: t(`modes.${value}`),
            }))}
          />
          <SubmitButton>{t('startNow')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
