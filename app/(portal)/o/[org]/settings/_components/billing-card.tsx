'use client'
import { useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { AddressFields } from '~/components/identity/address-fields'
import { Card } from '~/components/ui/display/card'
import { TextField } from '~/components/ui/fields/text-field'
import type { Address, OrganisationView } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = {
  organisationId: string
  contactName: string
  contactEmail: string
  address: Address
  vatNumber?: string
}
type Props = {
  organisation: OrganisationView
  action: (input: Input) => Promise<ActionResult<void>>
  refusal: string | undefined
}

/** Where invoices are sent. */
export function BillingCard({ organisation, action, refusal }: Props) {
  const t = useTranslations('identity')
  return (
    <Card title={t('settings.billing')} note={t('settings.billingNote')}>
      <ActionForm<Input, void>
        action={action}
        extra={{ organisationId: organisation.id }}
        prove={(proof) => confirmIdentityAction({ proof })}
        successToast={t('settings.saved')}
      >
        <TextField
          name="contactName"
          label={t('settings.contactName')}
          defaultValue={organisation.billingContactName}
          maxLength={100}
        />
        <TextField
          name="contactEmail"
          type="email"
          label={t('settings.contactEmail')}
          defaultValue={organisation.billingContactEmail}
          maxLength={254}
        />
        <AddressFields name="address" defaults={organisation.billingAddress} />
        {organisation.kind !== 'eu_company' && (
          <TextField
            name="vatNumber"
            label={t('facts.vatNumber')}
            hint={t('facts.vatHint')}
            optional
            mono
            defaultValue={organisation.vatNumber ?? ''}
            maxLength={20}
          />
        )}
        <div>
          <SubmitButton disabledReason={refusal}>{t('settings.save')}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  )
}
