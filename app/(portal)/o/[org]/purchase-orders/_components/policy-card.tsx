'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { TextField } from '~/components/ui/fields/text-field'
import type { ReferencePolicy } from '~/lib/ordering/client'
import { setReferencePolicyAction } from '../actions'

type Input = {
  organisationId: string
  isPurchaseOrderRequired: boolean
  isMarketNumberRequired: boolean
  payerSiret?: string
}
type Props = {
  organisationId: string
  policy: ReferencePolicy
  isPublicBody: boolean
  siret: string
  refusal: string | undefined
}

/** The references that the organisation requires, in addition to those of the paying structure. */
export function PolicyCard({ organisationId, policy, isPublicBody, siret, refusal }: Props) {
  const t = useTranslations('buying.policy')
  return (
    <Card title={t('title')} note={t('note')}>
      <ActionForm<Input, unknown>
        action={setReferencePolicyAction}
        extra={{ organisationId }}
        prepare={(input) => ({ ...input, isMarketNumberRequired: input.isMarketNumberRequired ?? false })}
        successToast={t('saved')}
      >
        <Checkbox
          name="isPurchaseOrderRequired"
          label={t('isPurchaseOrderRequired')}
          defaultChecked={policy.isPurchaseOrderRequired}
        />
        {isPublicBody && (
          <>
            <Checkbox
              name="isMarketNumberRequired"
              label={t('isMarketNumberRequired')}
              defaultChecked={policy.isMarketNumberRequired}
            />
            <TextField
              name="payerSiret"
              label={t('payerSiret')}
              hint={t('payerHint', { siret })}
              optional
              mono
              inputMode="numeric"
              maxLength={20}
              defaultValue={policy.payerSiret ?? ''}
            />
            <p className="text-sm text-ink-2">{t('directory')}</p>
          </>
        )}
        <SubmitButton disabledReason={refusal}>{t('save')}</SubmitButton>
      </ActionForm>
    </Card>
  )
}
