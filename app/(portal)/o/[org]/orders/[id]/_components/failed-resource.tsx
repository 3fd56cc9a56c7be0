'use client'
import { useTranslations } from 'next-intl'
import { Suspense, use, useState, useTransition } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { showToast } from '~/components/ui/overlays/toast'
import { refetchQueries } from '~/components/ui/queries'
import { toId } from '~/lib/kernel/ids'
import type { OrderedResource, OrderLineView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import type { OtherZones, RetryActions } from './retry-actions'
import { orderKey } from './use-order'

type Props = {
  organisationId: string
  line: OrderLineView
  resource: OrderedResource
  otherZones: Promise<OtherZones>
  retry: RetryActions | null
}

/** What failed, in our words, and two options: retry here, or in a zone with capacity. */
export function FailedResource({ organisationId, line, resource, otherZones, retry }: Props) {
  const t = useTranslations('ordering.resource')
  const p = useTranslations('provisioning')
  const refusalText = useRefusalText()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const stepName = resource.saga?.failureParams?.step
  const again = () =>
    startTransition(async () => {
      if (!retry) return
      const result = await retryOf(retry, organisationId, resource)
      if (result.ok) showToast('ok', t('retried'))
      setRefusal(result.ok ? null : refusalText(result))
      if (result.ok) await refetchQueries(orderKey(organisationId))
    })
  return (
    <div className="grid gap-3 border-b border-line p-4.5">
      <Callout
        tone="bad"
        title={stepName ? t('failedTitle', { step: p(`step.${stepName}`) }) : t('failedText')}
      >
        {resource.failureCode && <p>{p(`failure.${resource.failureCode}`)}</p>}
      </Callout>
      {refusal && (
        <Callout tone="warn" live>
          {refusal}
        </Callout>
      )}
      <div className="flex flex-wrap gap-2.5">
        {retry ? (
          <Button variant="primary" pending={isPending} onClick={again}>
            {t('retry')}
          </Button>
        ) : (
          <LinkButton
            variant="primary"
            href={
              resource.kind === 'balancer'
                ? routes.org.newBalancer(organisationId)
                : routes.org.order(organisationId, { bundle: line.bundle.id, zone: line.zone.id })
            }
          >
            {t('orderAgain')}
          </LinkButton>
        )}
        <Suspense fallback={null}>
          <ElsewhereButtons organisationId={organisationId} line={line} otherZones={otherZones} />
        </Suspense>
      </div>
    </div>
  )
}

function retryOf(retry: RetryActions, organisationId: string, { kind, id }: OrderedResource) {
  if (kind === 'volume') return retry.volume({ organisationId, volumeId: toId('volume', id) })
  if (kind === 'balancer') return retry.balancer({ organisationId, balancerId: toId('balancer', id) })
  return retry.instance({ organisationId, instanceId: toId('instance', id) })
}

function ElsewhereButtons({
  organisationId,
  line,
  otherZones,
}: Pick<Props, 'organisationId' | 'line' | 'otherZones'>) {
  const t = useTranslations('ordering.resource')
  return (use(otherZones)[line.id] ?? []).map((zone) => (
    <LinkButton
      key={zone.zoneId}
      href={routes.org.order(organisationId, { bundle: line.bundle.id, zone: zone.zoneId })}
    >
      {t('otherZone', { zone: zone.name, count: zone.count })}
    </LinkButton>
  ))
}
