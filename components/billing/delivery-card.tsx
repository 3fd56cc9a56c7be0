import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { FileLink } from '~/components/ui/file-link'
import { Timestamp } from '~/components/ui/timestamp'
import type { DeliveryView } from '~/lib/billing/client'
import { DeliveryState, Status } from './delivery-state'

type Props = { deliveries: readonly DeliveryView[]; pdfHref: string; ciiHref: string }

/** The files of a document, by which ways it was sent, and what was said of it since. */
export function DeliveryCard({ deliveries, pdfHref, ciiHref }: Props) {
  const t = useTranslations('billingDelivery')
  return (
    <Card title={t('card')}>
      <div className="flex flex-wrap gap-2">
        <FileLink href={pdfHref} size="sm">
          {t('pdf')}
        </FileLink>
        <FileLink href={ciiHref} size="sm">
          {t('cii')}
        </FileLink>
      </div>
      {deliveries.length === 0 && <p className="mt-4 text-sm text-ink-2">{t('cardNone')}</p>}
      <ul className="mt-4 grid gap-4">
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
            </ol>
          </li>
        ))}
      </ul>
    </Card>
  )
}
