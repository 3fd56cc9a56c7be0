'use client'
import { lazy } from 'react'
import { MetricsGlance } from '~/app/_client/metrics-glance'
import { LatePart } from '~/components/ui/overlays/late-part'
import { routes } from '~/lib/routes'
import { ConnectCard } from './connect-card'
import { DangerCard } from './danger-card'
import { FactsCard } from './facts-card'
import type { TabProps } from './tab-props'

// Few servers have user data or are in rescue.
const RescueCard = lazy(() => import('./rescue-card'))
const UserDataCard = lazy(() => import('./user-data-card'))

/** What is looked at most: how to reach the server, what it does, what it is, and what was promised. */
export function OverviewTab(props: TabProps) {
  const { organisationId, page, commitment, glance, level, rights, act } = props
  const { hasEnded, isLost, isInRescue } = props
  const { instance } = page
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,4fr)_minmax(0,3fr)]">
        <div className="grid min-w-0 gap-4">
          {!hasEnded && !isInRescue && !isLost && (
            <ConnectCard
              organisationId={organisationId}
              page={page}
              rights={rights}
              queryKey={props.queryKey}
            />
          )}
          {(isInRescue || instance.state === 'stopped') && (
            <LatePart>
              <RescueCard organisationId={organisationId} instance={instance} act={act} rights={rights} />
            </LatePart>
          )}
          {glance && !hasEnded && !isLost && (
            <MetricsGlance
              source={{ kind: 'instance', organisationId, id: instance.id }}
              initial={glance}
              limits={{
                processors: instance.bundle.vcpu,
                memoryMib: instance.bundle.memoryMib,
                diskGib: instance.bundle.rootDiskGib,
              }}
              href={routes.org.instance(organisationId, instance.id, { tab: 'metrics' })}
            />
          )}
          {props.hasUserData && (
            <LatePart>
              <UserDataCard organisationId={organisationId} instanceId={instance.id} />
            </LatePart>
          )}
        </div>
        <div className="grid min-w-0 gap-4">
          <FactsCard
            organisationId={organisationId}
            instance={instance}
            usage={page.usage}
            publicAddresses={page.publicAddresses}
            firstBoot={page.firstBoot}
          />
          {level}
        </div>
      </div>
      <DangerCard
        page={page}
        act={act}
        rights={rights}
        exitCents={commitment && !commitment.isBeingLeft ? commitment.exit.cents : null}
      />
    </div>
  )
}
