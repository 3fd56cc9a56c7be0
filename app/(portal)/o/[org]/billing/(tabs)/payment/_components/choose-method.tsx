'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { choosePaymentMethodAction } from '../actions'

type Method = 'transfer' | 'direct_debit' | 'mandat_administratif'
type Props = {
  organisationId: string
  method: Method
  isPublic: boolean
  hasMandate: boolean
  refusal: string | undefined
}

/** The payment method of future invoices; unavailable ones are hidden or give the reason. */
export function ChooseMethod({ organisationId, method, isPublic, hasMandate, refusal }: Props) {
  const t = useTranslations('payments')
  const offered: Method[] = isPublic ? ['mandat_administratif', 'transfer'] : ['transfer', 'direct_debit']
  return (
    <ActionForm<{ organisationId: string; method: Method }, void>
      action={choosePaymentMethodAction}
      extra={{ organisationId }}
      successToast={t('methodSaved')}
    >
      <RadioGroup
        key={method}
        name="method"
        legend={t('method')}
        legendHidden
        defaultValue={method}
        options={offered.map((value) => ({
          value,
          label: t(`methods.${value}`),
          hint: value === 'direct_debit' && !hasMandate ? t('mandateFirst') : t(`methodHints.${value}`),
          disabled: value === 'direct_debit' && !hasMandate,
        }))}
      />
      <SubmitButton disabledReason={refusal}>{t('saveMethod')}</SubmitButton>
    </ActionForm>
  )
}
