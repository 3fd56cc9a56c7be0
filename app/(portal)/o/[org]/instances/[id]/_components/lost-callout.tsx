'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { copiesAsOf, type InstanceView, type LastCopies, type TransitionView } from '~/lib/resources/client'

type Props = { instance: InstanceView; copies: LastCopies; transitions: readonly TransitionView[] }

/** The host of the server is lost: since when, what comes back, and what the operator does. */
export default function LostCallout({ instance, copies, transitions }: Props) {
  const t = useTranslations('compute.lost')
  const since = transitions.findLast(({ toState }) => toState === 'lost')
  const asOf = copiesAsOf(copies)
  const isComing = instance.state === 'recovering'
  return (
    <Callout tone={isComing ? 'warn' : 'bad'} title={t(isComing ? 'recovering' : 'title')} live>
      <p>
        {since && (
          <>
            {t('since')} <Timestamp at={new Date(since.effectiveAt)} />.{' '}
          </>
        )}
        {asOf ? (
          <>
            {t('copy')} <Timestamp at={new Date(asOf)} />. {t(isComing ? 'comingText' : 'copyText')}
          </>
        ) : (
          t('noCopy')
        )}
      </p>
      <p className="text-ink-2">{t('billing')}</p>
    </Callout>
  )
}
