'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { changeCostWatchAction } from '../actions'

type Input = { organisationId: string; isOn?: boolean; minimumEuros: number }
type Props = { organisationId: string; isOn: boolean; minimumEuros: number; refusal: string | undefined }

/** Whether unusual days are notified, and the minimum difference. */
export function WatchForm({ organisationId, isOn, minimumEuros, refusal }: Props) {
  const t = useTranslations('costWatch')
  return (
    <ActionForm<Input, void>
      action={changeCostWatchAction}
      extra={{ organisationId }}
      successToast={t('saved')}
      className="grid max-w-sm gap-4"
    >
      <Checkbox name="isOn" label={t('isOn')} defaultChecked={isOn} />
      <NumberField
        name="minimumEuros"
        label={t('minimum')}
        min={1}
        max={1_000_000}
        defaultValue={minimumEuros}
      />
      <SubmitButton disabledReason={refusal}>{t('save')}</SubmitButton>
    </ActionForm>
  )
}
