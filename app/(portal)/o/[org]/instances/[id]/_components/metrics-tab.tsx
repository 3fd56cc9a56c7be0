'use client'
import MetricsCard from '~/app/_client/metrics-card'
import { onDemand } from '~/components/ui/on-demand'
import type { TabProps } from './tab-props'

const ProbesCard = onDemand(
  async () => (await import('./probes-card')).default,
  <div aria-hidden="true" className="card h-32" />,
)

/** The usage over time, and the customer's own probes. */
export default function MetricsTab({ organisationId, page: { instance }, probes, rights, isLost }: TabProps) {
  return (
    <div className="grid min-w-0 gap-4">
      {!isLost && (
        <MetricsCard
          source={{ kind: 'instance', organisationId, id: instance.id }}
          limits={{
            processors: instance.bundle.vcpu,
            memoryMib: instance.bundle.memoryMib,
            diskGib: instance.bundle.rootDiskGib,
          }}
        />
      )}
      <ProbesCard
        organisationId={organisationId}
        instanceId={instance.id}
        probes={probes}
        mayOperate={rights.operate}
      />
    </div>
  )
}
