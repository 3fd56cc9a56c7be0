'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { publishTrafficPriceAction } from '../actions'

/** Publishes a traffic price from a future month on. */
export function PublishTrafficPrice({ months, locale }: { months: readonly string[]; locale: Locale }) {
  const t = useTranslations('metering')
  return (
    <FormDialog
      label={t('publish')}
      title={t('publish')}
      submit={t('publishNow')}
      done={t('published')}
      variant="primary"
      action={publishTrafficPriceAction}
    >
      <Select
        name="month"
        label={t('month')}
        hint={t('monthHint')}
        options={months.map((value) => ({ value, label: formatMonth(value, locale) }))}
      />
      <NumberField
        name="includedGib"
        label={t('includedGib')}
        hint={t('includedHint')}
        min={0}
        max={1_000_000}
        defaultValue={1_024}
      />
      <TextField name="price" label={t('price')} hint={t('priceHint')} inputMode="decimal" maxLength={12} />
    </FormDialog>
  )
}
