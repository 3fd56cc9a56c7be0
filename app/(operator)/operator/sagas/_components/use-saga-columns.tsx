'use client'
import { useTranslations } from 'next-intl'
import { FailureText } from '~/components/provisioning/failure-text'
import { SagaStatePill } from '~/components/provisioning/saga-state-pill'
import type { Column } from '~/components/table/column'
import { ElapsedTime, RelativeTime } from '~/components/ui/display/relative-time'
import { TextLink } from '~/components/ui/links/text-link'
import { currentStep, type OperatorSagaView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** The columns of the operator's saga table. */
export function useSagaColumns(): Column<OperatorSagaView>[] {
  const t = useTranslations('operations.sagas.column')
  const p = useTranslations('provisioning')
  return [
    { id: 'kind', header: t('kind'), cell: (saga) => p(`kind.${saga.kind}`) },
    {
      id: 'state',
      header: t('state'),
      cell: (saga) => <SagaStatePill state={saga.isStranded ? 'stranded' : saga.state} />,
      className: 'whitespace-nowrap',
    },
    {
      id: 'resource',
      header: t('resource'),
      cell: (saga) => saga.resourceName ?? <span className="font-mono text-sm">{saga.resourceId}</span>,
    },
    {
      id: 'organisation',
      header: t('organisation'),
      hideable: true,
      cell: (saga) => (
        <TextLink href={routes.operator.organisation(saga.organisationId)}>{saga.organisationName}</TextLink>
      ),
    },
    {
      id: 'step',
      header: t('step'),
      cell: (saga) => {
        const step = currentStep(saga)
        return step ? p(`step.${step.name}`) : null
      },
    },
    {
      id: 'attempts',
      header: t('attempts'),
      numeric: true,
      cell: (saga) => {
        const step = currentStep(saga)
        return step ? Math.max(step.attempt, step.undoAttempt) : 0
      },
    },
    {
      id: 'elapsed',
      header: t('elapsed'),
      numeric: true,
      cell: (saga) => (
        <ElapsedTime
          since={new Date(saga.createdAt)}
          until={saga.finishedAt ? new Date(saga.finishedAt) : null}
        />
      ),
    },
    {
      id: 'error',
      header: t('error'),
      hideable: true,
      cell: (saga) => {
        // For a parked saga, the compensation failure explains more than the original error.
        const undoFailure = saga.state === 'parked' ? Object.values(saga.undoErrors)[0]?.code : undefined
        const code = undoFailure ?? saga.failureCode ?? currentStep(saga)?.errorCode
        return code && saga.state !== 'succeeded' ? <FailureText code={code} /> : null
      },
    },
    {
      id: 'created',
      header: t('created'),
      hideable: true,
      cell: (saga) => <RelativeTime at={new Date(saga.createdAt)} />,
    },
  ]
}
