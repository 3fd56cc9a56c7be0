'use client'
import { useLocale, useTranslations } from 'next-intl'
import { ChangeText } from '~/components/ordering/change-text'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { formatBasisPoints, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { ChangeView, OrderView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { isUndelivered } from './is-undelivered'

export function OrderFacts({ organisationId, order }: { organisationId: string; order: OrderView }) {
  const t = useTranslations('ordering.detail')
  const l = useTranslations('ordering.list')
  const c = useTranslations('ordering.change')
  const locale = useLocale() as Locale
  return (
    <Card
      title={order.change ? c('facts') : t('facts')}
      padded={false}
      actions={
        order.change ? (
          <TextLink href={resourceHref(organisationId, order.change.resource)}>
            {c(`see.${order.change.resource.kind}`)}
          </TextLink>
        ) : // Addresses are reserved, routed and released on the networks page.
        order.lines.every((line) => line.bundle.kind === 'address') ? (
          <TextLink href={routes.org.networks(organisationId)}>{t('addresses')}</TextLink>
        ) : order.lines.some((line) => line.bundle.kind === 'balancer') ? (
          <TextLink href={routes.org.balancers(organisationId)}>{t('balancers')}</TextLink>
        ) : (
          <TextLink href={routes.org.order(organisationId, { from: order.id })}>{t('again')}</TextLink>
        )
      }
    >
      <DescriptionList
        items={[
          ...(order.change
            ? [{ key: 'change', term: c('content'), value: <ChangeText change={order.change} /> }]
            : []),
          ...order.lines.map((line) => ({
            key: line.id,
            term: l('content'),
            value: (
              <>
                {l('line', { quantity: line.quantity, bundle: line.bundle.name, zone: line.zone.name })}
                {line.sshAccess && (
                  <span className="block text-sm text-ink-3">
                    {line.sshAccess.from === 'everyone'
                      ? t('sshEveryone')
                      : t('sshFrom', { sources: line.sshAccess.sources.join(', ') })}
                  </span>
                )}
                {line.commitment && (
                  <span className="block text-sm text-ink-3">
                    {t('commitment', {
                      months: line.commitment.termMonths,
                      share: formatBasisPoints(line.commitment.basisPoints, locale),
                    })}
                  </span>
                )}
              </>
            ),
          })),
          ...order.promotions.map((promotion) => ({
            key: promotion.id,
            term: t('promotion'),
            value:
              promotion.basisPoints === null
                ? t('promotionCredit', {
                    name: promotion.name,
                    amount: formatMoney(BigInt(promotion.creditCents ?? 0), locale),
                  })
                : t('promotionShare', {
                    name: promotion.name,
                    share: formatBasisPoints(promotion.basisPoints, locale),
                  }),
          })),
          {
            key: 'at',
            term: order.change ? c('requestedAt') : t('placedAt'),
            value: <Timestamp at={new Date(order.createdAt)} look="long" />,
          },
          ...(order.placedBy ? [{ key: 'by', term: t('placedBy'), value: order.placedBy }] : []),
          // What an order commits to is shown on a card of its own, unless it ended without delivery.
          ...(isUndelivered(order)
            ? [
                {
                  key: 'total',
                  term: order.change ? c('more') : t('total'),
                  value: <Money cents={BigInt(order.monthlyCents)} />,
                },
              ]
            : []),
          {
            key: 'terms',
            term: t('terms'),
            value: t('termsValue', { terms: order.termsVersion, dpa: order.dpaVersion }),
          },
        ]}
      />
    </Card>
  )
}

const resourceHref = (organisationId: string, { kind, id }: ChangeView['resource']) =>
  kind === 'instance' ? routes.org.instance(organisationId, id) : routes.org.volume(organisationId, id)
