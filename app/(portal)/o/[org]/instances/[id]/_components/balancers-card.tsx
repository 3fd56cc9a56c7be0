import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

const tones = { up: 'ok', down: 'bad', unknown: 'info' } as const

/** The load balancers that send connections to the server, each with how they see it. */
export default function BalancersCard({
  organisationId,
  balancers,
}: {
  organisationId: string
  balancers: InstancePage['balancers']
}) {
  const t = useTranslations('balancers')
  return (
    <Card title={t('onServer.title')} padded={false}>
      <ul className="divide-y divide-line">
        {balancers.map(({ id, name, health }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 px-4.5 py-2.5">
            <TextLink href={routes.org.balancer(organisationId, id)}>{name}</TextLink>
            <StatePill tone={tones[health]}>{t(`health.${health}`)}</StatePill>
          </li>
        ))}
      </ul>
    </Card>
  )
}
