'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useReason } from '~/components/compute/use-reason'
import { Callout } from '~/components/ui/display/callout'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import { type InstanceView, instanceCan, isLive, type SagaView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { Rights } from './rights'
import type { InstanceActs } from './use-instance-actions'

type Props = {
  organisationId: string
  instance: InstanceView
  saga: SagaView | null
  act: InstanceActs
  rights: Rights
}

/** A deleted, erased or never started server: until when, why, and possible actions. */
export function EndedCallout({ organisationId, instance, saga, act, rights }: Props) {
  const t = useTranslations('compute')
  const causes = useTranslations('provisioning')
  const locale = useLocale() as Locale
  const mayRestore = useReason(rights.operate)
  const mayRetry = useReason(rights.order)
  if (instance.state === 'deleted') {
    const isRestoring = saga?.kind === 'restore_instance' && isLive(saga)
    return (
      <Callout
        tone="warn"
        title={t('deleted.title')}
        actions={
          <Button
            size="sm"
            disabledReason={isRestoring ? t('deleted.restoring') : mayRestore(instanceCan.restore(instance))}
            onClick={act.restore}
          >
            {t('action.restore')}
          </Button>
        }
      >
        {instance.purgeAfter && (
          <p>{t('deleted.text', { until: formatDateTime(new Date(instance.purgeAfter), locale) })}</p>
        )}
        <p>{t('deleted.volumesText')}</p>
      </Callout>
    )
  }
  if (instance.state === 'purged') {
    return (
      <Callout tone="off" title={t('purged.title')}>
        {t('purged.text')}
      </Callout>
    )
  }
  if (instance.state !== 'failed') return null
  const elsewhere = routes.org.order(organisationId, { bundle: instance.bundle.id })
  return (
    <Callout
      tone="bad"
      title={t('failed.title')}
      actions={
        <>
          <Button size="sm" disabledReason={mayRetry(instanceCan.retry(instance))} onClick={act.retry}>
            {t('action.retry')}
          </Button>
          <LinkButton size="sm" href={elsewhere}>
            {t('action.orderElsewhere')}
          </LinkButton>
        </>
      }
    >
      {instance.failureCode && <p>{causes(`failure.${instance.failureCode}`)}</p>}
      <p>{t('failed.text')}</p>
    </Callout>
  )
}
