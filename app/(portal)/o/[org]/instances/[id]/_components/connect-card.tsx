'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { ReachTest } from '~/components/compute/reach-test'
import { type ConnectRights, WaysToConnect } from '~/components/compute/ways-to-connect'
import { Card } from '~/components/ui/display/card'
import { testReachAction } from '../../actions'

type Props = { organisationId: string; page: InstancePage; rights: ConnectRights; queryKey: QueryKey }

/** How to reach the server now, or what is missing for it, and the test of each way. */
export function ConnectCard({ organisationId, page, rights, queryKey }: Props) {
  const t = useTranslations('compute.connect')
  const { instance, reach, reachTest } = page
  if (!reach) return null
  return (
    <Card title={t('title')}>
      <WaysToConnect organisationId={organisationId} instanceId={instance.id} reach={reach} rights={rights}>
        <ReachTest
          test={reachTest}
          queryKey={queryKey}
          run={rights.operate ? () => testReachAction({ organisationId, instanceId: instance.id }) : null}
        />
      </WaysToConnect>
    </Card>
  )
}
