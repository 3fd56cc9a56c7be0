'use client'
import { lazy } from 'react'
import { onDemand } from '~/components/ui/on-demand'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { TabProps } from './tab-props'

const NetworksCard = onDemand(
  async () => (await import('./networks-card')).default,
  <div aria-hidden="true" className="card h-32" />,
)
// Few servers are in a pool.
const BalancersCard = lazy(() => import('./balancers-card'))

/** Private networks, load balancers, and the traffic of the month. */
export default function NetworkTab({ organisationId, page, traffic, rights, isLost }: TabProps) {
  return (
    <div className="grid min-w-0 gap-4">
      {!isLost && <NetworksCard organisationId={organisationId} page={page} mayOperate={rights.operate} />}
      {page.balancers.length > 0 && (
        <LatePart>
          <BalancersCard organisationId={organisationId} balancers={page.balancers} />
        </LatePart>
      )}
      {traffic}
    </div>
  )
}
