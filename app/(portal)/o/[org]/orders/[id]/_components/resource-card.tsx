'use client'
import { useLocale, useTranslations } from 'next-intl'
import { lazy } from 'react'
import { FirstBoot } from '~/components/compute/first-boot'
import { SilentPill } from '~/components/compute/instance-state'
import { ReachTest } from '~/components/compute/reach-test'
import { type ConnectRights, WaysToConnect } from '~/components/compute/ways-to-connect'
import { SagaTimeline } from '~/components/ordering/saga-timeline'
import { Callout } from '~/components/ui/display/callout'
import { ElapsedTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { LinkButton } from '~/components/ui/links/link-button'
import { LatePart } from '~/components/ui/overlays/late-part'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import {
  type OrderedResource,
  type OrderLineView,
  progressOf,
  type ResourceProgress,
} from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { testReachAction } from '../../../instances/actions'
import { reachSteps } from './reach-steps'
import { ResourceFrame } from './resource-frame'
import type { OtherZones, RetryActions } from './retry-actions'
import { orderKey } from './use-order'

// Few deliveries fail.
const FailedResource = lazy(async () => ({ default: (await import('./failed-resource')).FailedResource }))

const tones: Record<ResourceProgress, Tone> = {
  waiting: 'info',
  undoing: 'warn',
  delivered: 'ok',
  failed: 'bad',
  parked: 'warn',
}

type Props = {
  organisationId: string
  line: OrderLineView
  resource: OrderedResource
  /** The volume that came with this server. */
  volume: OrderedResource | undefined
  otherZones: Promise<OtherZones>
  retry: RetryActions | null
  rights: ConnectRights
  /** Then it is one line, unless it needs attention. */
  isOneOfSeveral: boolean
}

/** One server, volume or load balancer of the order: its steps, then how to connect, or the failure. */
export function ResourceCard({
  organisationId,
  line,
  resource,
  volume,
  otherZones,
  retry,
  rights,
  isOneOfSeveral,
}: Props) {
  const t = useTranslations('ordering.resource')
  const locale = useLocale() as Locale
  const progress = progressOf(resource)
  const { saga } = resource
  const place = resource.placement
  const before = [
    // A load balancer takes no capacity of a host.
    ...(resource.kind === 'balancer'
      ? []
      : [
          {
            key: 'reserved',
            name: t('reserved'),
            note: [line.zone.code, place?.room, place?.rack].filter(Boolean).join(' · '),
          },
        ]),
    ...(resource.address ? [{ key: 'address', name: t('addressed'), note: resource.address }] : []),
  ]
  return (
    <ResourceFrame
      name={resource.name}
      isFolded={isOneOfSeveral && !resource.health && (progress === 'delivered' || progress === 'waiting')}
      elapsed={
        saga && (
          <ElapsedTime
            since={new Date(saga.createdAt)}
            until={saga.finishedAt ? new Date(saga.finishedAt) : null}
          />
        )
      }
      state={
        progress === 'delivered' && resource.health ? (
          <SilentPill health={resource.health} />
        ) : (
          <StatePill tone={tones[progress]} busy={progress === 'waiting' || progress === 'undoing'}>
            {t(`states.${progress}`)}
          </StatePill>
        )
      }
    >
      {progress === 'failed' && (
        <LatePart>
          <FailedResource
            organisationId={organisationId}
            line={line}
            resource={resource}
            otherZones={otherZones}
            retry={retry}
          />
        </LatePart>
      )}
      {progress === 'parked' && <Callout tone="warn" title={t('parkedText')} className="m-4.5" />}
      {progress === 'delivered' && (
        <Delivered organisationId={organisationId} resource={resource} rights={rights} />
      )}
      {saga && (
        <SagaTimeline
          saga={saga}
          before={before}
          after={reachSteps(line, resource, t('outside'))}
          noteOf={(step) => {
            if (step.name === 'reachable') return t('billedFrom')
            if (step.name === 'ask_balancer') return t('balancerBilledFrom')
            if (step.name === 'create_volume' && volume?.sizeGib)
              return t('withVolume', { name: volume.name, size: formatGb(volume.sizeGib, locale) })
            return null
          }}
        />
      )}
    </ResourceFrame>
  )
}

type DeliveredProps = { organisationId: string; resource: OrderedResource; rights: ConnectRights }

/** How to reach it, and its page. */
function Delivered({ organisationId, resource, rights }: DeliveredProps) {
  const t = useTranslations('ordering.resource')
  const b = useTranslations('compute.firstBoot')
  if (resource.kind === 'volume') {
    return (
      <div className="border-b border-line p-4.5">
        <LinkButton href={routes.org.volume(organisationId, resource.id)}>{t('openVolume')}</LinkButton>
      </div>
    )
  }
  if (resource.kind === 'balancer') {
    return (
      <div className="border-b border-line p-4.5">
        <LinkButton href={routes.org.balancer(organisationId, resource.id)}>{t('openBalancer')}</LinkButton>
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 border-b border-line bg-ok-wash p-4.5">
      {resource.reach && (
        <WaysToConnect
          organisationId={organisationId}
          instanceId={resource.id}
          reach={resource.reach}
          rights={rights}
        >
          <ReachTest
            test={resource.reachTest}
            queryKey={orderKey(organisationId)}
            run={rights.operate ? () => testReachAction({ organisationId, instanceId: resource.id }) : null}
          />
        </WaysToConnect>
      )}
      <LinkButton href={routes.org.instance(organisationId, resource.id)}>{t('open')}</LinkButton>
      {resource.firstBoot && (
        <div className="flex w-full flex-wrap gap-x-3 gap-y-1">
          <span className="font-semibold">{b('title')}</span>
          <FirstBoot boot={resource.firstBoot} />
        </div>
      )}
    </div>
  )
}
