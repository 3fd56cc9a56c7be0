'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { DateField } from '~/components/ui/fields/date-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { vatRegimes, vatStatuses } from '~/lib/billing/client'
import { setVatRegimeAction } from '../../../actions'

type Regime = (typeof vatRegimes)[number]
type Status = (typeof vatStatuses)[number]
type Props = {
  organisationId: string
  organisation: string
  regime: Regime
  certificate: string | null
  until: string | null
  status: Status | null
  refusal: string | undefined
}
type Form = { organisationId: string; regime: Regime; certificate?: string; until?: string; status?: Status }

/** A customer's VAT regime: by its address, or without VAT against a certificate. */
export function VatRegime({
  organisationId,
  organisation,
  regime,
  certificate,
  until,
  status,
  refusal,
}: Props) {
  const t = useTranslations('billingRuns')
  const [chosen, setChosen] = useState<Regime>(regime)
  return (
    <FormDialog<Form, unknown>
      label={t(`regimes.${regime}`)}
      labelInFull={t('vatOf', { organisation, regime: t(`regimes.${regime}`) })}
      disabledReason={refusal}
      title={t('vatTitle')}
      submit={t('vatSave')}
      done={t('vatSaved')}
      action={setVatRegimeAction}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      extra={{ organisationId }}
    >
      <Select
        name="regime"
        label={t('vatHead')}
        hint={t('vatHint')}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value as Regime)}
        options={vatRegimes.map((value) => ({ value, label: t(`regimes.${value}`) }))}
      />
      {chosen !== 'by_address' && (
        <>
          <TextField
            name="certificate"
            label={t('certificate')}
            defaultValue={certificate ?? ''}
            maxLength={80}
            autoComplete="off"
          />
          <DateField name="until" optional label={t('until')} defaultValue={until ?? ''} />
        </>
      )}
      {status && (
        <Select
          name="status"
          label={t('vatStatus')}
          hint={t('vatStatusHint')}
          defaultValue={status}
          options={vatStatuses.map((value) => ({ value, label: t(`vatStatuses.${value}`) }))}
        />
      )}
    </FormDialog>
  )
}
