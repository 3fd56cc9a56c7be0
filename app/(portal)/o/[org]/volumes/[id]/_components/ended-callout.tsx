'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/button'
import { Callout, ErrorText } from '~/components/ui/callout'
import { type VolumeView, volumeCan } from '~/lib/compute/client'
import { formatDateTime, type Locale } from '~/lib/kernel/format'
import type { VolumeActs } from './use-volume-actions'

type Props = { volume: VolumeView; act: VolumeActs; mayOperate: boolean }

/** A volume that was deleted or never made: until when, or why. */
export function EndedCallout({ volume, act, mayOperate }: Props) {
  const t = useTranslations('compute')
  const causes = useTranslations('provisioning')
  const locale = useLocale() as Locale
  const reason = useReason(mayOperate)
  if (volume.state === 'deleted') {
    return (
      <Callout
        tone="warn"
        title={t('deleted.title')}
        actions={
          <Button size="sm" disabledReason={reason(volumeCan.restore(volume))} onClick={act.restore}>
            {t('action.restore')}
          </Button>
        }
      >
        {volume.purgeAfter &&
          t('deleted.text', { until: formatDateTime(new Date(volume.purgeAfter), locale) })}
      </Callout>
    )
  }
  if (volume.state !== 'failed') return null
  return (
    <Callout tone="bad" title={t('failed.title')}>
      {volume.failureCode && <p>{causes(`failure.${volume.failureCode}`)}</p>}
      {volume.failureText && <ErrorText>{volume.failureText}</ErrorText>}
      <p>{t('failed.text')}</p>
    </Callout>
  )
}
