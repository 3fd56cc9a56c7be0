'use client'
import { useTranslations } from 'next-intl'
import { sagaQuery } from '~/app/_client/operations'
import { SagaStatePill } from '~/components/provisioning/saga-state-pill'
import { StepList } from '~/components/provisioning/step-list'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { useQuery } from '~/components/ui/queries'
import type { OperatorSagaView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { StrandedCallout } from '../../_components/stranded-callout'
import { type Decide, DecisionCard } from './decision-card'
import { FactsCard } from './facts-card'

type Props = { initial: OperatorSagaView; mayAct: boolean; resume: Decide; undo: Decide }

/** A live view of one saga with its steps, and the decision when it is parked. */
export function SagaView({ initial, mayAct, resume, undo }: Props) {
  const t = useTranslations('operations.saga')
  const p = useTranslations('provisioning')
  const { data: saga, refetch } = useQuery({ ...sagaQuery(initial.id), initialData: initial })
  return (
    <>
      <PageHeader
        title={p(`kind.${saga.kind}`)}
        reference={saga.id}
        state={<SagaStatePill state={saga.isStranded ? 'stranded' : saga.state} />}
        lead={saga.resourceName ?? saga.resourceId}
        back={{ href: routes.operator.sagas(), label: t('back') }}
      />
      <div className="grid items-start gap-5 lg:grid-cols-[2fr_1fr]">
        <div className="grid gap-5">
          {saga.isStranded && <StrandedCallout count={1} />}
          {saga.state === 'parked' && (
            <DecisionCard
              saga={saga}
              mayAct={mayAct}
              resume={resume}
              undo={undo}
              onDecided={() => void refetch()}
            />
          )}
          <Card title={t('steps')} padded={false}>
            <div aria-live="polite">
              <StepList saga={saga} />
            </div>
          </Card>
        </div>
        <FactsCard saga={saga} />
      </div>
    </>
  )
}
