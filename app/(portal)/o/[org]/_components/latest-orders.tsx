import { useTranslations } from 'next-intl'
import { OrderStatePill } from '~/components/ordering/order-state-pill'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { OrderSummary } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; orders: readonly OrderSummary[] }

/** The newest orders with their state and price, for people who decide or watch. */
export function LatestOrders({ organisationId, orders }: Props) {
  const t = useTranslations('home.orders')
  return (
    <Card
      title={t('title')}
      padded={false}
      actions={<TextLink href={routes.org.orders(organisationId)}>{t('all')}</TextLink>}
    >
      {orders.length === 0 && <p className="px-4.5 py-3.5 text-ink-2">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {orders.map((order) => (
          <li key={order.id} className="grid gap-0.5 px-4.5 py-2.5">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <TextLink href={routes.org.orderDetail(organisationId, order.id)}>
                <span className="font-mono text-sm">{order.number}</span>
              </TextLink>
              <OrderStatePill state={order.state} isPostponed={order.obstacle !== null} />
            </span>
            <span className="flex flex-wrap justify-between gap-2 text-sm text-ink-2">
              <span>
                {order.project.name} · <Timestamp at={new Date(order.createdAt)} look="date" />
              </span>
              <Money cents={BigInt(order.monthlyCents)} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
