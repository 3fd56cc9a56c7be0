'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'
import {
  type LookUpOutcome,
  normaliseIdentifier,
  type OrganisationKind,
  readIdentifier,
} from '~/lib/identity/client'

type Props = {
  kind: OrganisationKind
  value: string
  onValueChange: (value: string) => void
  /** The directory's answer, once it has arrived. */
  answer: LookUpOutcome | undefined
}

/**
 * SIRET, SIREN or VAT number, depending on the organisation. An invalid one is rejected here, at its field, before
 * anything is sent: without it the organisation's facts are unknown.
 */
export function IdentifierField({ kind, value, onValueChange, answer }: Props) {
  const t = useTranslations('identity.signUp')
  const reasons = useTranslations('errors.reason')
  const read = readIdentifier(kind, normaliseIdentifier(value))
  const wrong =
    read.outcome === 'wrong'
      ? reasons(read.reason)
      : answer === undefined
        ? t('searching')
        : answer.outcome === 'closed'
          ? t('closedUndated')
          : ''
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
      ref={(input) => input?.setCustomValidity(value === '' ? '' : wrong)}
      value={value}
      onChange={(event) => onValueChange(event.currentTarget.value)}
      inputMode={kind === 'eu_company' ? 'text' : 'numeric'}
      autoComplete="off"
      spellCheck={false}
      maxLength={40}
    />
  )
}
