import { useLocale, useTranslations } from 'next-intl'
import { CreditCalculation } from '~/components/sla/credit-calculation'
import { Money } from '~/components/ui/display/money'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { Locale } from '~/lib/kernel/text/format'
import {
  type AssessedResourceView,
  formatPpm,
  reductionCents,
  type ServiceCreditView,
} from '~/lib/sla/client'

const tones: Record<ServiceCreditView['state'], Tone> = {
  drafted: 'info',
  awaiting_confirmation: 'warn',
  granted: 'ok',
  refused: 'off',
  carried: 'info',
  superseded: 'off',
}

type Measured = { availabilityPpm: number | null; objectivePpm: number }

/** Measured and promised availability: truncated, never rounded up; time without observations is unknown. */
export function AvailabilityCell({ availabilityPpm, objectivePpm }: Measured) {
  const t = useTranslations('serviceCredits')
  const locale = useLocale() as Locale
  return (
    <>
      <span className="block tabular-nums">
        {availabilityPpm === null ? t('unknown') : formatPpm(availabilityPpm, locale, objectivePpm)}
      </span>
      <span className="block text-sm text-ink-3">
        {t('objective', { objective: formatPpm(objectivePpm, locale, objectivePpm) })}
      </span>
    </>
  )
}

type Credited = Pick<AssessedResourceView, 'priceCents' | 'creditCents' | 'rate' | 'objectivePpm'>

/** The credit of a month with its calculation. */
export function CreditCell({ priceCents, creditCents, rate, objectivePpm }: Credited) {
  const t = useTranslations('serviceCredits')
  const isWhole =
    rate !== null && reductionCents(BigInt(priceCents), rate.basisPoints) === BigInt(creditCents)
  return (
    <>
      <Money cents={BigInt(creditCents)} bare />
      {rate && <CreditCalculation rate={rate} priceCents={priceCents} objectivePpm={objectivePpm} />}
      {rate && !isWhole && <span className="block text-sm text-ink-3">{t('limited')}</span>}
    </>
  )
}

/** The state of a credit, the document that carries it, and the reason of a refusal. */
export function CreditStanding({
  credit,
  documentHref,
  showAmount,
}: {
  credit: ServiceCreditView
  documentHref: (documentId: string) => string
  showAmount?: boolean
}) {
  const t = useTranslations('serviceCredits')
  return (
    <div className="grid justify-items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-1.5">
        <StatePill tone={tones[credit.state]}>{t(`states.${credit.state}`)}</StatePill>
        {showAmount && <Money cents={BigInt(credit.amountCents)} />}
        {credit.revision > 1 && (
          <span className="text-sm text-ink-3">{t('revision', { revision: credit.revision })}</span>
        )}
      </span>
      {credit.documents.map(({ id, number }) => (
        <TextLink key={id} href={documentHref(id)} className="font-mono text-sm">
          {number}
        </TextLink>
      ))}
      {credit.state === 'refused' && credit.decisionReason && (
        <span className="max-w-xs text-sm wrap-anywhere text-ink-3">
          {t('refusedBecause', { reason: credit.decisionReason })}
        </span>
      )}
    </div>
  )
}
