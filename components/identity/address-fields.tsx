'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'
import type { Address } from '~/lib/identity/client'

type Props = {
  /** Prefix of the fields: `name.line1` and so on. */
  name: string
  defaults?: Address
  /** If given, the country is fixed; otherwise it is an input. */
  countryCode?: string
}

/** A postal address in the format of French and foreign customers. */
export function AddressFields({ name, defaults, countryCode }: Props) {
  const t = useTranslations('identity.address')
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name={`${name}.line1`}
          label={t('line1')}
          defaultValue={defaults?.line1}
          autoComplete="address-line1"
          maxLength={120}
        />
        <TextField
          name={`${name}.line2`}
          label={t('line2')}
          optional
          defaultValue={defaults?.line2}
          autoComplete="address-line2"
          maxLength={120}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-[8rem_1fr_10rem]">
        <TextField
          name={`${name}.postcode`}
          label={t('postcode')}
          defaultValue={defaults?.postcode}
          autoComplete="postal-code"
          maxLength={12}
        />
        <TextField
          name={`${name}.city`}
          label={t('city')}
          defaultValue={defaults?.city}
          autoComplete="address-level2"
          maxLength={80}
        />
        {countryCode === undefined ? (
          <TextField
            name={`${name}.countryCode`}
            label={t('countryCode')}
            defaultValue={defaults?.countryCode ?? 'FR'}
            autoComplete="country"
            pattern="[A-Z]{2}"
            maxLength={2}
          />
        ) : (
          <input type="hidden" name={`${name}.countryCode`} value={countryCode} />
        )}
      </div>
    </div>
  )
}
