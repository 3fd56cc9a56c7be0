'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/text-field'
import type { OrganisationKind } from '~/lib/identity/client'

type Props = { kind: OrganisationKind; value: string; onValueChange: (value: string) => void }

/** SIRET, SIREN or VAT number, by what the organisation is. */
export function IdentifierField({ kind, value, onValueChange }: Props) {
  const t = useTranslations('identity.signUp')
  const texts = {
    public_body: { label: t('siretLabel'), hint: t('siretHint') },
    company: { label: t('sirenLabel'), hint: t('sirenHint') },
    eu_company: { label: t('vatLabel'), hint: t('vatHint') },
  }[kind]
  return (
    <TextField
      name="identifier"
      {...texts}
      mono
      value={value}
      onChange={(event) => onValueChange(event.currentTarget.value)}
      inputMode={kind === 'eu_company' ? 'text' : 'numeric'}
      autoComplete="off"
      spellCheck={false}
      maxLength={40}
    />
  )
}
