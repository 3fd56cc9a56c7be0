'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { DataTable } from '~/components/table/data-table'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { WebhookDeliveryView } from '~/lib/webhooks/client'
import { redeliverWebhookAction } from '../actions'

const tones = { waiting: 'info', delivered: 'ok', failed: 'bad' } as const

type Props = {
  organisationId: string
  deliveries: readonly WebhookDeliveryView[]
  /** By event. */
  labels: Readonly<Record<string, string>>
  refusal: string | undefined
}

/** The last deliveries with their responses and next attempts. */
export function DeliveryTable({ organisationId, deliveries, labels, refusal }: Props) {
  const t = useTranslations('webhooks')
  return (
    <DataTable
      caption={t('deliveries')}
      rows={deliveries}
      rowKey={(delivery) => delivery.id}
      rowLabel={(delivery) => delivery.messageId}
      columns={[
        {
          id: 'event',
          header: t('eventHead'),
          cell: ({ event, messageId }) => (
            <>
              {labels[event] ?? event}
              <code className="block text-xs text-ink-3">{messageId}</code>
            </>
          ),
        },
        {
          id: 'url',
          header: t('url'),
          cell: ({ url }) => <span className="font-mono text-sm wrap-anywhere">{url}</span>,
        },
        {
          id: 'state',
          header: t('state'),
          cell: ({ state }) => <StatePill tone={tones[state]}>{t(`states.${state}`)}</StatePill>,
        },
        {
          id: 'answer',
          header: t('answer'),
          cell: ({ lastStatus, lastError, attempts }) => (
            <>
              {lastStatus ?? (lastError ? <code className="text-sm">{lastError}</code> : '–')}
              <span className="block text-sm text-ink-3">{t('attempts', { count: attempts })}</span>
            </>
          ),
        },
        {
          id: 'when',
          header: t('when'),
          cell: ({ createdAt, nextAttemptAt, attempts, state, isEndpointDisabled }) => (
            <>
              <Timestamp at={new Date(createdAt)} />
              {state === 'waiting' && isEndpointDisabled && (
                <span className="block text-sm text-ink-3">{t('held')}</span>
              )}
              {nextAttemptAt && attempts > 0 && !isEndpointDisabled && (
                <span className="block text-sm text-ink-3">
                  {t('next')} <Timestamp at={new Date(nextAttemptAt)} />
                </span>
              )}
            </>
          ),
        },
        {
          id: 'actions',
          header: t('actions'),
          cell: (delivery) => (
            <Redeliver organisationId={organisationId} delivery={delivery} refusal={refusal} />
          ),
          csv: () => '',
        },
      ]}
      empty={<p className="p-4.5 text-ink-2">{t('noDeliveries')}</p>}
    />
  )
}

type RedeliverProps = { organisationId: string; delivery: WebhookDeliveryView; refusal: string | undefined }

function Redeliver({ organisationId, delivery, refusal }: RedeliverProps) {
  const t = useTranslations('webhooks')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const unsent = delivery.isEndpointDisabled ? t('isDisabled') : undefined
  const blocked = delivery.state === 'waiting' ? t('isWaiting') : (refusal ?? unsent)
  const send = () =>
    startTransition(async () => {
      const result = await redeliverWebhookAction({ organisationId, deliveryId: delivery.id })
      if (result.ok) showToast('ok', t('redelivered'))
      else showToast('bad', refusalText(result))
    })
  return (
    <Button size="sm" variant="quiet" pending={isPending} disabledReason={blocked} onClick={send}>
      {t('redeliver')}
    </Button>
  )
}
