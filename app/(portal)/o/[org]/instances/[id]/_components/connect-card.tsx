'use client'
import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { type ConnectRights, WaysToConnect } from '~/components/compute/ways-to-connect'
import { Card } from '~/components/ui/display/card'

type Props = { organisationId: string; page: InstancePage; rights: ConnectRights }

/** How to reach the server now, or what is missing for it. */
export function ConnectCard({ organisationId, page: { instance, reach }, rights }: Props) {
  const t = useTranslations('compute.connect')
  if (!reach) return null
  return (
    <Card title={t('title')}>
      <WaysToConnect organisationId={organisationId} instanceId={instance.id} reach={reach} rights={rights} />
    </Card>
  )
}
