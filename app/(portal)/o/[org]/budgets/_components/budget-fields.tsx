'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { TextField } from '~/components/ui/fields/text-field'
import type { BudgetView } from '~/lib/budgets/client'

/** The fields of a budget, shared by create and edit. */
export function BudgetFields({ budget }: { budget?: BudgetView }) {
  const t = useTranslations('budgets')
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        defaultValue={budget?.name ?? ''}
        maxLength={60}
        autoComplete="off"
      />
      <NumberField
        name="monthlyEuros"
        label={t('amount')}
        hint={t('amountHint')}
        min={1}
        max={100_000_000}
        defaultValue={budget ? Number(BigInt(budget.monthlyCents) / 100n) : undefined}
      />
      <TextField
        name="thresholds"
        label={t('thresholds')}
        hint={t('thresholdsHint')}
        defaultValue={budget ? budget.thresholds.join(', ') : '50, 80, 100'}
        maxLength={60}
        autoComplete="off"
      />
      <Checkbox
        name="isHard"
        label={t('hard')}
        hint={t('hardHint')}
        defaultChecked={budget?.isHard ?? false}
      />
    </>
  )
}
