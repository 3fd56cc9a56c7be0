import type { Address } from '~/lib/identity/client'

type Props = { legalName: string; legalFormLabel: string; address: Address; vatNumber: string | null }

/** Facts that are submitted as shown, without inputs. */
export function HiddenFacts({ legalName, legalFormLabel, address, vatNumber }: Props) {
  const fields = {
    legalName,
    legalFormLabel,
    vatNumber,
    'address.line1': address.line1,
    'address.line2': address.line2,
    'address.postcode': address.postcode,
    'address.city': address.city,
    'address.countryCode': address.countryCode,
  }
  return Object.entries(fields).map(([name, value]) =>
    value ? <input key={name} type="hidden" name={name} value={value} /> : null,
  )
}
