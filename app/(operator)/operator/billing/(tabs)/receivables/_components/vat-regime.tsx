'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/button'
import { Dialog } from '~/components/ui/dialog'
import { Select } from '~/components/ui/select'
import { TextField } from '~/components/ui/text-field'
import { vatRegimes } from '~/lib/billing/client'
import { setVatRegimeAction } from '../../../actions'

type Regime = (typeof vatRegimes)[number]
type Props = {
  organisationId: string
  regime: Regime
  certificate: string | null
  until: string | null
  refusal: string | undefined
}
type Form = { organisationId: string; regime: Regime; certificate?: string; until?: string }

/** The VAT of a customer: by its address, or without by a certificate. */
export function VatRegime({ organisationId, regime, certificate, until, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Regime>(regime)
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t(`regimes.${regime}`)}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('vatTitle')}>
        <ActionForm<Form, unknown>
          action={setVatRegimeAction}
          extra={{ organisationId }}
          onSuccess={close}
          successToast={t('vatSaved')}
          className="grid gap-4"
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
              <TextField name="until" type="date" optional label={t('until')} defaultValue={until ?? ''} />
            </>
          )}
          <SubmitButton>{t('vatSave')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
