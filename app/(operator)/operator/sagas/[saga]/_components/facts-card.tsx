import { useTranslations } from 'next-intl'
import { FailureText } from '~/components/provisioning/failure-text'
import { ErrorText } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { DescriptionList } from '~/components/ui/display/description-list'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { isLive, type OperatorSagaView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** The saga's organisation, subject, lease holder, and failure. */
export function FactsCard({ saga }: { saga: OperatorSagaView }) {
  const t = useTranslations('operations.saga')
  const isMoving = isLive(saga) && saga.state !== 'parked'
  const items = [
    ...(saga.kind === 'unknown'
      ? [{ term: t('kindName'), value: <span className="font-mono text-sm break-all">{saga.kindName}</span> }]
      : []),
    { term: t('resource'), value: <span className="font-mono text-sm break-all">{saga.resourceId}</span> },
    {
      term: t('organisation'),
      value: (
        <TextLink href={routes.operator.organisation(saga.organisationId)}>{saga.organisationName}</TextLink>
      ),
    },
    {
      term: t('requestedBy'),
      value:
        saga.requesterName ??
        (/^[a-z]{3}_[0-9a-z]{26}$/.test(saga.requestedBy) ? (
          <span className="font-mono text-sm break-all">{saga.requestedBy}</span>
        ) : (
          t('ofItself')
        )),
    },
    { term: t('created'), value: <Timestamp at={new Date(saga.createdAt)} /> },
    ...(saga.finishedAt
      ? [{ term: t('finished'), value: <Timestamp at={new Date(saga.finishedAt)} /> }]
      : []),
    ...(isMoving
      ? [
          { term: t('worker'), value: saga.leaseOwner ?? t('nobody') },
          ...(saga.leaseOwner
            ? []
            : [{ term: t('next'), value: <RelativeTime at={new Date(saga.runAfter)} /> }]),
        ]
      : []),
    ...(saga.traceId
      ? [{ term: t('trace'), value: <Copyable text={saga.traceId} what={t('traceId')} /> }]
      : []),
    ...(saga.failureCode ? [{ term: t('failure'), value: <FailureText code={saga.failureCode} /> }] : []),
  ]
  return (
    <Card title={t('facts')} padded={false}>
      <DescriptionList items={items} />
      {saga.failureText && (
        <div className="px-4.5 pb-4">
          <ErrorText>{saga.failureText}</ErrorText>
        </div>
      )}
    </Card>
  )
}
