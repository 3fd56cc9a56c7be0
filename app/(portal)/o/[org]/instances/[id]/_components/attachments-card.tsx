'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type InstancePage, instanceQuery } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { VolumeStatePill } from '~/components/compute/instance-state'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import { instanceCan, type VolumeState, type VolumeView, volumeCan } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { detachVolumeAction } from '../../../volumes/actions'
import { AttachForm } from './attach-form'

type Props = { organisationId: string; page: InstancePage; mayOperate: boolean }

/** The server's volumes with a detach button, and the free ones that can be attached. */
export function AttachmentsCard({ organisationId, page, mayOperate }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const { instance, volumes } = page
  const reason = useReason(mayOperate)
  const run = useOptimisticRun<InstancePage>(instanceQuery(organisationId, instance.id).queryKey)
  const detach = (volume: VolumeView) =>
    run(
      () => detachVolumeAction({ organisationId, volumeId: volume.id, instanceId: instance.id }),
      (before) => ({ ...before, volumes: withState(before.volumes, volume.id, 'detaching') }),
    )
  return (
    <Card title={t('attachments.title')} padded={false}>
      {volumes.length === 0 && <p className="px-4.5 py-3.5 text-ink-2">{t('attachments.none')}</p>}
      <ul className="divide-y divide-line">
        {volumes.map((volume) => (
          <li key={volume.id} className="flex flex-wrap items-center gap-3 px-4.5 py-2.5">
            <TextLink href={routes.org.volume(organisationId, volume.id)}>{volume.name}</TextLink>
            <span className="text-ink-2">{formatGb(volume.sizeGib, locale)}</span>
            <VolumeStatePill state={volume.state} health={volume.health} />
            <Button
              size="sm"
              className="ml-auto"
              disabledReason={reason(volumeCan.detach(volume)) ?? reason(instanceCan.attach(instance))}
              onClick={() => detach(volume)}
            >
              {t('action.detach')}
            </Button>
          </li>
        ))}
      </ul>
      <AttachForm organisationId={organisationId} page={page} run={run} reason={reason} />
    </Card>
  )
}

function withState(volumes: VolumeView[], id: string, state: VolumeState): VolumeView[] {
  return volumes.map((volume) => (volume.id === id ? { ...volume, state } : volume))
}
