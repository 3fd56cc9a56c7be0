'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { LookUpOutcome } from '~/lib/identity/client'

/** The directory's result in words, announced to screen readers. */
export function LookUpAnswer({
  answer,
  isSearching,
}: {
  answer: LookUpOutcome | undefined
  isSearching: boolean
}) {
  const t = useTranslations('identity.signUp')
  const format = useFormatter()
  if (isSearching) {
    return (
      <p role="status" className="text-sm text-ink-2">
        {t('searching')}
      </p>
    )
  }
  if (!answer) return null
  if (answer.outcome === 'closed') {
    const date = answer.closedOn && format.dateTime(new Date(answer.closedOn), { dateStyle: 'long' })
    return (
      <Callout tone="bad" live title={answer.legalName}>
        {date ? t('closed', { date }) : t('closedUndated')}
      </Callout>
    )
  }
  return (
    <>
      {(answer.outcome === 'unknown' || answer.outcome === 'unavailable') && (
        <Callout tone="warn" live>
          {t(answer.outcome)}
        </Callout>
      )}
    </>
  )
}
