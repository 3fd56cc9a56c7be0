import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import type { RecoveryView } from '~/lib/recovery/client'
import { routes } from '~/lib/routes'

/**
 * Shown on every operator page while nothing may leave the database: the reason, since when, and a link to the page of
 * the recovery.
 */
export function RecoveryBanner({ recovery }: { recovery: RecoveryView }) {
  const t = useTranslations('recovery')
  const { identity, knownIdentity, beganAt, reason } = recovery
  return (
    <Callout
      tone="bad"
      live
      title={t('title')}
      actions={<LinkButton href={routes.operator.recovery()}>{t('open')}</LinkButton>}
    >
      <p>{t(`reason.${reason}`)}</p>
      <p>{t('text')}</p>
      <p className="text-sm text-ink-2">
        {beganAt && (
          <>
            {t('since')} <Timestamp at={new Date(beganAt)} look="short" />
            {'. '}
          </>
        )}
        <span className="wrap-anywhere">
          {t('identity', { identity, known: knownIdentity ?? t('none') })}
        </span>
      </p>
    </Callout>
  )
}
