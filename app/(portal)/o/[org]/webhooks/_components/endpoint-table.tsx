'use client'
import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { EmptyState } from '~/components/ui/display/empty-state'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { WebhookView } from '~/lib/webhooks/client'
import { EndpointActions } from './endpoint-actions'

type Props = {
  organisationId: string
  endpoints: readonly WebhookView[]
  labels: Readonly<Record<string, string>>
  refusal: string | undefined
}

/** The endpoints with their events. */
export function EndpointTable({ organisationId, endpoints, labels, refusal }: Props) {
  const t = useTranslations('webhooks')
  useFocusRescue(endpoints.length)
  return (
    <DataTable
      caption={t('endpoints')}
      rows={endpoints}
      rowKey={(endpoint) => endpoint.id}
      rowLabel={(endpoint) => endpoint.url}
      columns={[
        {
          id: 'url',
          header: t('url'),
          cell: ({ url, disabled }) => (
            <>
              <span className="font-mono text-sm wrap-anywhere">{url}</span>
              {disabled && (
                <span className="mt-1 block text-sm text-ink-2">
                  <StatePill tone="bad">{t('disabled')}</StatePill> {t(`disabledBecause.${disabled.because}`)}{' '}
                  <Timestamp at={new Date(disabled.at)} />
                </span>
              )}
            </>
          ),
        },
        {
          id: 'events',
          header: t('events'),
          cell: (endpoint) =>
            endpoint.events.map((event) => (
              <span key={event} className="block text-sm">
                {labels[event] ?? event}
              </span>
            )),
        },
        {
          id: 'created',
          header: t('created'),
          cell: ({ createdAt, formerSecretUntil }) => (
            <>
              <Timestamp at={new Date(createdAt)} look="date" />
              {formerSecretUntil && (
                <span className="block text-sm text-ink-3">
                  {t('formerUntil')} <Timestamp at={new Date(formerSecretUntil)} />
                </span>
              )}
            </>
          ),
        },
        {
          id: 'actions',
          header: t('actions'),
          cell: (endpoint) => (
            <EndpointActions organisationId={organisationId} endpoint={endpoint} refusal={refusal} />
          ),
          csv: () => '',
        },
      ]}
      empty={
        <EmptyState icon="bell" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      }
    />
  )
}
