import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { HostLossView } from '~/lib/resources/client'

/** How far the loss is: silent, declared, confirmed, forgotten; and whether the host gave a sign of life. */
export function LossStanding({ view }: { view: HostLossView }) {
  const t = useTranslations('losses')
  const { host, loss } = view
  if (!loss)
    return (
      <Callout
        tone={host.silentSince ? 'warn' : 'info'}
        title={t(host.silentSince ? 'silent' : 'answers')}
        className="mb-4"
      >
        {host.silentSince && (
          <>
            {t('since')} <Timestamp at={new Date(host.silentSince)} />.{' '}
          </>
        )}
        {t(host.silentSince ? 'silentText' : 'answersText')}
      </Callout>
    )
  const isAlarm = loss.answeredAt !== null
  const standing = !loss.confirmedAt ? 'declared' : loss.forgottenAt ? 'ready' : 'forgetting'
  return (
    <>
      {isAlarm && loss.answeredAt && (
        <Callout tone="bad" title={t('alarm')} className="mb-4" live>
          {t('alarmAt')} <Timestamp at={new Date(loss.answeredAt)} look="exact" />.{' '}
          {t(loss.confirmedAt ? 'alarmText' : 'alarmBefore')}
        </Callout>
      )}
      <Callout tone={loss.confirmedAt ? 'bad' : 'warn'} title={t(standing)} className="mb-4">
        <p>
          {t('declaredBy', { name: loss.declaredBy })} <Timestamp at={new Date(loss.declaredAt)} />
          {loss.confirmedAt && loss.confirmedBy && (
            <>
              {', '}
              {t('confirmedBy', { name: loss.confirmedBy })} <Timestamp at={new Date(loss.confirmedAt)} />
            </>
          )}
          {'. '}
          {t(`${standing}Text`)}
        </p>
        <p className="text-ink-2">{t('verification', { text: loss.verification })}</p>
      </Callout>
    </>
  )
}
