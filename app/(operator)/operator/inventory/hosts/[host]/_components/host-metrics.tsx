'use client'
import { lazy } from 'react'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { HostView } from '~/lib/datacentre/client'

const MetricsCard = lazy(() => import('~/app/_client/metrics-card'))

/** What the servers of a host use together, against what the machine has. */
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
