'use client'
import { useTranslations } from 'next-intl'
import { balancerQuery } from '~/app/_client/balancers'
import { BalancerPill } from '~/components/balancing/balancer-pill'
import { TransitionTable } from '~/components/compute/transition-table'
import { UsageTable } from '~/components/compute/usage-table'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { LatePart } from '~/components/ui/overlays/late-part'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import type { BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { BalancerActions } from './balancer-actions'
import { BalancerCallout } from './balancer-callout'
import { BalancerFacts } from './balancer-facts'
import { BalancerStats } from './balancer-stats'
import { DeleteCard } from './delete-card'
import { PoolCard } from './pool-card'
import { SettingsCard } from './settings-card'

type Props = { organisationId: string; initial: BalancerView }

/** A load balancer's page; the health of its servers refreshes by itself. */
export function BalancerScreen({ organisationId, initial }: Props) {
  const t = useTranslations('balancers')
  const c = useTranslations('compute')
  const { data } = useQuery({ ...balancerQuery(organisationId, initial.id), initialData: initial })
  useFocusRescue(data.state)
  const exists = data.state === 'active' || data.state === 'deleting'
  return (
    <>
      <PageHeader
        back={{ href: routes.org.balancers(organisationId), label: t('title') }}
        title={data.name}
        reference={data.id}
        state={
          <span role="status">
            <BalancerPill balancer={data} />
          </span>
        }
        actions={
          data.state === 'active' && <BalancerActions organisationId={organisationId} balancer={data} />
        }
      />
      <BalancerCallout organisationId={organisationId} balancer={data} />
      {exists && <BalancerStats balancer={data} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          {data.state !== 'failed' && <PoolCard organisationId={organisationId} balancer={data} />}
          <SettingsCard settings={data.settings} certificates={data.certificates} />
          <Card title={c('usage.title')} note={c('usage.note')} padded={false}>
            <UsageTable lines={data.usage} caption={c('usage.title')} />
          </Card>
          <Card title={c('history.title')} padded={false}>
            <TransitionTable transitions={data.transitions} caption={c('history.title')} />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <BalancerFacts organisationId={organisationId} balancer={data} />
          <LatePart>
            <DeleteCard organisationId={organisationId} balancer={data} />
          </LatePart>
        </div>
      </div>
    </>
  )
}
