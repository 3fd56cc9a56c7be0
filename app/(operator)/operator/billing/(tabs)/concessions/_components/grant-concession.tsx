'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import type { Customer, GrantOutcome } from '~/lib/billing/client'
import { AmountField, ReasonField } from '../../../_components/giving-fields'
import { grantConcessionAction } from '../../../actions'

type Props = { customers: readonly Customer[]; refusal: string | undefined }
type Form = { organisationId: string; kind: 'gesture' | 'service_credit'; amount: string; reason: string }

/** A gesture: an amount deducted from a customer's next invoices. */
export function GrantConcession({ customers, refusal }: Props) {
  const t = useTranslations('billingRuns')
  return (
    <FormDialog<Form, GrantOutcome>
      label={t('grant')}
      disabledReason={refusal}
      title={t('grant')}
      submit={t('grant')}
      done={(result) =>
        result.state === 'agreed' ? t('granted.agreed') : t(`granted.proposed.${result.because}`)
      }
      action={grantConcessionAction}
      variant="primary"
    >
      <Select
        name="organisationId"
        label={t('organisation')}
        options={customers.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        name="kind"
        label={t('kind')}
        options={(['gesture', 'service_credit'] as const).map((value) => ({
          value,
          label: t(`concessionKinds.${value}`),
        }))}
      />
      <AmountField />
      <ReasonField />
    </FormDialog>
  )
}
