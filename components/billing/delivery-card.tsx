import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { DeliveryView } from '~/lib/billing/client'
import { DeliveryState, ReportedPayment, Status } from './delivery-state'

/** The channels by which a document was sent, with their statuses. */
export function DeliveryCard({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const t = useTranslations('billingDelivery')
  return (
    <Card title={t('card')}>
      {deliveries.length === 0 && <p className="text-sm text-ink-2">{t('cardNone')}</p>}
      <ul className="grid gap-4">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-medium">{t(`channel.${delivery.channel}`)}</span>
              <DeliveryState delivery={delivery} />
            </div>
            {delivery.failureText && delivery.state !== 'accepted' && (
              <p className="mt-1 text-sm text-ink-2">{delivery.failureText}</p>
            )}
            <ol className="mt-1.5 grid gap-1 text-sm text-ink-2">
              {delivery.statuses.map((status) => (
                <li
                  key={`${status.code} ${status.happenedAt}`}
                  className="flex flex-wrap justify-between gap-x-3"
                >
                  <span>
                    <Status code={status.code} />
                    {status.reasonText && ` – ${status.reasonText}`}
                  </span>
                  <Timestamp at={new Date(status.happenedAt)} />
                </li>
              ))}
              {delivery.payments.map((payment) => (
                <li key={payment.id} className="flex flex-wrap justify-between gap-x-3">
                  <ReportedPayment payment={payment} />
                  <span>{t(`paymentState.${payment.state}`)}</span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Card>
  )
}
