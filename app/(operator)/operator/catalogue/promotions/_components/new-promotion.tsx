'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { CheckChip } from '~/components/ui/fields/chips'
import { DateField } from '~/components/ui/fields/date-field'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { createPromotionAction } from '../actions'

type Props = { today: string; bundles: readonly { id: string; name: string }[] }

/** Creates a promotion: value, duration, eligible customers and limits. */
export function NewPromotion({ today, bundles }: Props) {
  const t = useTranslations('pricing.promotions')
  return (
    <FormDialog
      label={t('new')}
      title={t('new')}
      submit={t('create')}
      done={t('created')}
      size="lg"
      variant="primary"
      action={createPromotionAction}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="name" label={t('name')} hint={t('nameHint')} maxLength={60} />
        <TextField name="code" label={t('code')} hint={t('codeHint')} optional mono maxLength={24} />
        <Select
          name="kind"
          label={t('kind')}
          options={(['percentage', 'credit'] as const).map((value) => ({
            value,
            label: t(`kinds.${value}`),
          }))}
        />
        <TextField name="value" label={t('value')} hint={t('valueHint')} inputMode="decimal" maxLength={12} />
        <DateField name="startsOn" label={t('startsOn')} optional min={today} />
        <DateField name="endsOn" label={t('endsOn')} min={today} />
        <NumberField name="durationMonths" label={t('duration')} min={1} max={36} defaultValue={3} />
        <NumberField
          name="limitPerOrganisation"
          label={t('limitPerOrganisation')}
          min={1}
          max={1000}
          defaultValue={1}
        />
        <TextField name="limitInAll" label={t('limitInAll')} optional inputMode="numeric" maxLength={7} />
      </div>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-semibold">{t('bundles')}</legend>
        <p className="text-sm text-ink-3">{t('bundlesHint')}</p>
        <div className="flex flex-wrap gap-2">
          {bundles.map(({ id, name }) => (
            <CheckChip key={id} name="bundleIds" value={id} label={name} />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  )
}
