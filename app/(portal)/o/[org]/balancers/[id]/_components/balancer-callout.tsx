import { useTranslations } from 'next-intl'
import { standingOf } from '~/components/balancing/standing'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; balancer: BalancerView }

/** What is wrong with a load balancer, and what to do about it; nothing when it serves. */
export function BalancerCallout({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers.callout')
  const failures = useTranslations('provisioning.failure')
  const standing = standingOf(balancer)
  const { failure, settings, poolDownSince } = balancer
  const order = () => (
    <TextLink href={routes.org.orderDetail(organisationId, balancer.order.id)}>
      {balancer.order.number}
    </TextLink>
  )
  if (standing === 'creating')
    return (
      <Callout tone="info" className="mb-4">
        {t.rich('creating', { order })}
      </Callout>
    )
  if (standing === 'failed')
    return (
      <Callout tone="bad" title={t('failed')} className="mb-4">
        {failure && <p>{failures(failure.code)}</p>}
        <p>{t.rich('failedText', { order })}</p>
      </Callout>
    )
  if (standing === 'deleted') return <Callout tone="info" title={t('deleted')} className="mb-4" />
  if (standing === 'silent')
    return (
      <Callout tone="bad" title={t('silent')} className="mb-4" live>
        {t('silentText')}
      </Callout>
    )
  if (balancer.isUnverified)
    return (
      <Callout tone="warn" title={t('unverified')} className="mb-4" live>
        {t('unverifiedText')}
      </Callout>
    )
  if (failure)
    return (
      <Callout tone="warn" title={t('notApplied')} className="mb-4" live>
        <p>{failures(failure.code)}</p>
        <p>{t('notAppliedText')}</p>
      </Callout>
    )
  if (standing === 'pool_down' && poolDownSince)
    return (
      <Callout
        tone="bad"
        title={t.rich('poolDown', { since: () => <Timestamp at={new Date(poolDownSince)} /> })}
        className="mb-4"
        live
      >
        {t('poolDownText', { port: String(settings.pool.serverPort) })}
      </Callout>
    )
  if (standing === 'empty')
    return (
      <Callout tone="warn" title={t('empty')} className="mb-4" live>
        {t('emptyText')}
      </Callout>
    )
  return null
}
