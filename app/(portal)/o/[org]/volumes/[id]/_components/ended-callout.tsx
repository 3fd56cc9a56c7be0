'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useReason } from '~/components/compute/use-reason'
import { Callout } from '~/components/ui/display/callout'
import { Button } from '~/components/ui/links/button'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import { type VolumeView, volumeCan } from '~/lib/resources/client'
import type { Rights } from './rights'
import type { VolumeActs } from './use-volume-actions'

type Props = { volume: VolumeView; act: VolumeActs; rights: Pick<Rights, 'operate' | 'order'> }

/** A deleted, erased or never created volume: until when, or why. */
export function EndedCallout({ volume, act, rights }: Props) {
  const t = useTranslations('compute')
  const causes = useTranslations('provisioning')
  const locale = useLocale() as Locale
  const mayRestore = useReason(rights.operate)
  const mayRetry = useReason(rights.order)
  if (volume.state === 'deleted') {
    return (
      <Callout
        tone="warn"
        title={t('deleted.title')}
        actions={
          <Button size="sm" disabledReason={mayRestore(volumeCan.restore(volume))} onClick={act.restore}>
            {t('action.restore')}
          </Button>
        }
      >
        {volume.purgeAfter &&
          t('deleted.text', { until: formatDateTime(new Date(volume.purgeAfter), locale) })}
      </Callout>
    )
  }
  if (volume.state === 'purged') {
    return (
      <Callout tone="off" title={t('purged.title')}>
        {t('purged.text')}
      </Callout>
    )
  }
  if (volume.state !== 'failed') return null
  return (
    <Callout
      tone="bad"
      title={t('failed.title')}
      actions={
        // A volume of a server's bundle is created with the server, from the server's page.
        volume.bundle.kind === 'storage' && (
          <Button size="sm" disabledReason={mayRetry(volumeCan.retry(volume))} onClick={act.retry}>
            {t('action.retry')}
          </Button>
        )
      }
    >
      {volume.failureCode && <p>{causes(`failure.${volume.failureCode}`)}</p>}
      <p>{t('failed.text')}</p>
    </Callout>
  )
}
