'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'
import type { Address } from '~/lib/identity/client'
import { AddressFields } from './address-fields'

type Props = {
  defaults?: { legalName: string; legalFormLabel: string; address: Address; vatNumber: string | null }
  /** Determined by the identifier. */
  countryCode: string
  /** A foreign company's VAT number is its identifier, so it is not asked again. */
  withVat: boolean
}

/** The declared facts of an organisation, as inputs. */
export function FactsFields({ defaults, countryCode, withVat }: Props) {
  const t = useTranslations('identity.facts')
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="legalName"
          label={t('legalName')}
          defaultValue={defaults?.legalName}
          autoComplete="organization"
          maxLength={200}
        />
        <TextField
          name="legalFormLabel"
          label={t('legalFormLabel')}
          defaultValue={defaults?.legalFormLabel}
          maxLength={120}
        />
      </div>
      <AddressFields
        name="address"
        countryCode={countryCode}
        {...(defaults && { defaults: defaults.address })}
      />
      {withVat && (
        <TextField
          name="vatNumber"
          label={t('vatNumber')}
          hint={t('vatHint')}
          optional
          mono
          defaultValue={defaults?.vatNumber ?? ''}
          autoComplete="off"
          maxLength={20}
        />
      )}
    </div>
  )
}
