import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; balancer: BalancerView }

/** Where it is, and with which order it came. */
export function BalancerFacts({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers.facts')
  const { zone, project, network, ownAddresses, dnsNames, order, createdAt } = balancer
  return (
    <Card title={t('title')} padded={false}>
      <DescriptionList
        items={[
          { key: 'zone', term: t('zone'), value: `${zone.name} ${zone.code}` },
          {
            key: 'project',
            term: t('project'),
            value: <TextLink href={routes.org.project(organisationId, project.id)}>{project.name}</TextLink>,
          },
          {
            key: 'network',
            term: t('network'),
            value: <TextLink href={routes.org.networks(organisationId)}>{network.name}</TextLink>,
          },
          ...(ownAddresses.length > 0
            ? [
                {
                  key: 'own',
                  term: t('ownAddresses'),
                  value: <span className="font-mono text-sm">{ownAddresses.join(', ')}</span>,
                },
              ]
            : []),
          ...(dnsNames.length > 0 ? [{ key: 'names', term: t('names'), value: dnsNames.join(', ') }] : []),
          {
            key: 'order',
            term: t('order'),
            value: (
              <TextLink href={routes.org.orderDetail(organisationId, order.id)}>{order.number}</TextLink>
            ),
          },
          { key: 'created', term: t('created'), value: <Timestamp at={new Date(createdAt)} /> },
        ]}
      />
    </Card>
  )
}
