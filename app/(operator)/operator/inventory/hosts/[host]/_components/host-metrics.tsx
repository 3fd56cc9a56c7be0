'use client'
import { lazy } from 'react'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { HostView } from '~/lib/datacentre/client'

const MetricsCard = lazy(() => import('~/app/_client/metrics-card'))

/** The total usage of a host's servers, against the machine's capacity. */
export function HostMetrics({ host }: { host: HostView }) {
  return (
    <LatePart fallback={<div aria-hidden="true" className="card h-128" />}>
      <MetricsCard
        source={{ kind: 'host', id: host.id }}
        limits={{ processors: host.vcpuPhysical, memoryMib: host.memoryMib.total, diskGib: null }}
      />
    </LatePart>
  )
}
