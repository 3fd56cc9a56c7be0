import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import type { Amounts, HostView } from '~/lib/datacentre/client'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { CapacityTable } from '../../../_components/capacity-table'

/** The host's sellable, reserved, allocated and free capacity. */
export function CapacityCard({ host }: { host: HostView }) {
  const t = useTranslations('inventory.host')
  const locale = useLocale() as Locale
  const inGib = ({ total, reserved, free }: Amounts) => ({
    total: total / 1024,
    reserved: reserved / 1024,
    free: free / 1024,
  })
  return (
    <Card
      title={t('capacity')}
      note={t('capacityNote', { ratio: formatNumber(host.vcpuOvercommitPercent / 100, locale) })}
      padded={false}
    >
      <CapacityTable
        rows={[
          { key: 'vcpu', label: t('vcpu'), ...host.vcpu },
          { key: 'memory', label: t('memory'), ...inGib(host.memoryMib) },
          { key: 'disk', label: t('disk'), ...host.diskGib },
        ]}
      />
    </Card>
  )
}
