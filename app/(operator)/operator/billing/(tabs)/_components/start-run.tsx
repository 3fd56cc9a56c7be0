'use client'
import { useLocale, useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import type { StartRunInput } from '~/lib/billing/schema'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { startRunAction } from '../../actions'

type Props = { periods: readonly string[]; refusal: string | undefined }

/** Bills a past month: as a dry run, as drafts, or final. */
export function StartRun({ periods, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const locale = useLocale() as Locale
  return (
    <FormDialog<StartRunInput, unknown>
      label={t('start')}
      disabledReason={refusal}
      title={t('start')}
      submit={t('startNow')}
      done={t('started')}
      action={startRunAction}
      variant="primary"
    >
      <Select
        name="period"
        label={t('period')}
        options={periods.map((value) => ({ value, label: formatMonth(value, locale) }))}
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
    </FormDialog>
  )
}
