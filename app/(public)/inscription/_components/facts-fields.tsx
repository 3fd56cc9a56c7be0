'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FactsFields } from '~/components/identity/facts-fields'
import { HiddenFacts } from '~/components/identity/hidden-facts'
import { Button } from '~/components/ui/links/button'
import {
  addressLine,
  countryOfVatNumber,
  type LookUpOutcome,
  normaliseIdentifier,
  type OrganisationKind,
} from '~/lib/identity/client'
import { isoCountry } from './iso-country'

type Props = { kind: OrganisationKind; identifier: string; answer: LookUpOutcome | undefined }

/** The organisation's facts: from the directory, with corrections, or entered by hand. */
export function OrganisationFacts({ kind, identifier, answer }: Props) {
  const t = useTranslations('identity')
  const [isCorrecting, setCorrecting] = useState(false)
  const country =
    kind === 'eu_company' ? isoCountry(countryOfVatNumber(normaliseIdentifier(identifier))) : 'FR'
  if (answer?.outcome === 'found' && !isCorrecting) {
    const { legalName, legalFormLabel, address, vatNumber } = answer
    return (
      <div className="grid gap-2 rounded-card border border-line bg-sunken p-4" role="status">
        <p className="text-sm text-ink-2">{t('signUp.found')}</p>
        <p className="text-lg font-semibold">{legalName}</p>
        <p className="text-ink-2">{legalFormLabel}</p>
        <p className="text-ink-2">{addressLine(address)}</p>
        {vatNumber && <p className="font-mono text-sm text-ink-2">{vatNumber}</p>}
        <HiddenFacts
          legalName={legalName}
          legalFormLabel={legalFormLabel}
          address={address}
          vatNumber={vatNumber}
        />
        <div>
          <Button size="sm" variant="quiet" onClick={() => setCorrecting(true)}>
            {t('facts.correct')}
          </Button>
        </div>
      </div>
    )
  }
  const isByHand = answer && answer.outcome !== 'closed'
  if (!isByHand) return null
  const known = answer.outcome === 'found' ? answer : null
  return (
    <FactsFields
      key={identifier}
      countryCode={country}
      withVat={kind !== 'eu_company'}
      {...(known && { defaults: known })}
    />
  )
}
