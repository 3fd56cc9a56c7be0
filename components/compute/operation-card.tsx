'use client'
import { useTranslations } from 'next-intl'
import { SagaTimeline } from '~/components/ordering/saga-timeline'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { ElapsedTime } from '~/components/ui/display/relative-time'
import { isLive, type SagaView } from '~/lib/resources/client'

/**
 * The latest operation step by step while it runs; afterwards only if it failed, with the reason and the resource's
 * state.
 */
export function OperationCard({ saga }: { saga: SagaView | null }) {
  const t = useTranslations('compute.operation')
  const kinds = useTranslations('provisioning')
  if (!saga || saga.state === 'succeeded') return null
  if (saga.state === 'undone') {
    // A failed creation has its own message with possible actions.
    if (saga.kind.startsWith('create_')) return null
    return (
      <Callout tone="bad" title={t('failedTitle')}>
        <p>{kinds(`kind.${saga.kind}`)}</p>
        {saga.failureCode && <p>{kinds(`failure.${saga.failureCode}`)}</p>}
        <p>{t('undone')}</p>
      </Callout>
    )
  }
  return (
    <div className="grid gap-4" aria-live="polite">
      {saga.state === 'parked' && <Callout tone="warn">{t('parked')}</Callout>}
      {isLive(saga) && (
        <Card
          title={kinds(`kind.${saga.kind}`)}
          note={
            <>
              {t('elapsed')} <ElapsedTime since={new Date(saga.createdAt)} />
            </>
          }
          padded={false}
        >
          <SagaTimeline saga={saga} />
        </Card>
      )}
    </div>
  )
}
