'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { AddressFields } from '~/components/identity/address-fields'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { signMandateInput } from '~/lib/billing/schema'
import type { Address } from '~/lib/identity/client'
import { signMandateAction } from '../actions'

type Input = z.input<typeof signMandateInput> & { organisationId: string }
type Props = {
  organisationId: string
  holder: { name: string; address: Address }
  isNew: boolean
}

/** The account to debit, and the consent text of the mandate. */
export function SignMandate({ organisationId, holder, isNew }: Props) {
  const t = useTranslations('payments')
  return (
    <FormDialog<Input, void>
      label={isNew ? t('sign') : t('signAnother')}
      title={t('signTitle')}
      submit={t('signNow')}
      done={t('signed')}
      action={signMandateAction}
      extra={{ organisationId }}
      prove={(proof) => confirmIdentityAction({ proof })}
      size="lg"
      variant={isNew ? 'primary' : 'secondary'}
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_12rem]">
        <TextField
          name="iban"
          label={t('iban')}
          hint={t('ibanHint')}
          mono
          autoComplete="off"
          maxLength={60}
        />
        <TextField name="bic" label={t('bic')} hint={t('bicHint')} mono autoComplete="off" maxLength={11} />
      </div>
      <TextField name="holderName" label={t('holder')} defaultValue={holder.name} maxLength={70} />
      <AddressFields name="holderAddress" defaults={holder.address} />
      <Select
        name="scheme"
        label={t('scheme')}
        hint={t('schemeHint')}
        defaultValue="CORE"
        options={[
          { value: 'CORE', label: t('schemes.CORE') },
          { value: 'B2B', label: t('schemes.B2B') },
        ]}
      />
      <Checkbox name="isAgreed" required label={t('agree')} hint={t('agreeHint')} />
    </FormDialog>
  )
}
