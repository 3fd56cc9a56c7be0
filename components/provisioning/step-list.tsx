import { useTranslations } from 'next-intl'
import { ErrorText } from '~/components/ui/display/callout'
import { ElapsedTime } from '~/components/ui/display/relative-time'
import { type StepState as IconState, StepIcon } from '~/components/ui/display/step-icon'
import type { OperatorSagaView, SagaStepView, StepState } from '~/lib/resources/client'
import { FailureText } from './failure-text'

const icons: Record<StepState, IconState> = {
  pending: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  undoing: 'running',
  undone: 'undone',
  undo_failed: 'failed',
  skipped: 'waiting',
}

/** All steps for the operator: every attempt and compensation counted, the last error of each kept. */
export function StepList({ saga }: { saga: OperatorSagaView }) {
  return (
    <ol className="divide-y divide-line">
      {saga.steps.map((step) => (
        <Step
          key={step.position}
          step={step}
          errorText={saga.errorTexts[step.position]}
          undoError={saga.undoErrors[step.position]}
        />
      ))}
    </ol>
  )
}

type StepProps = {
  step: SagaStepView
  errorText: string | undefined
  undoError: { code: string; text: string | null } | undefined
}

function Step({ step, errorText, undoError }: StepProps) {
  const t = useTranslations('operations')
  const p = useTranslations('provisioning')
  const isOpen = step.state === 'running' || step.state === 'undoing'
  return (
    <li className="flex gap-3.5 px-4.5 py-3">
      <span className="pt-0.5">
        <StepIcon state={icons[step.state]} />
      </span>
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p className={step.state === 'pending' ? 'text-ink-2' : 'font-semibold'}>
            {p(`step.${step.name}`)}{' '}
            <span className="text-sm font-normal text-ink-3">{t(`stepState.${step.state}`)}</span>
          </p>
          <p className="flex gap-3 text-sm text-ink-3">
            {step.attempt > 0 && <span>{t('saga.attempt', { attempt: step.attempt })}</span>}
            {step.undoAttempt > 0 && <span>{t('saga.undoAttempt', { attempt: step.undoAttempt })}</span>}
            {step.startedAt && (
              <ElapsedTime
                since={new Date(step.startedAt)}
                until={isOpen ? null : new Date(step.finishedAt ?? step.startedAt)}
              />
            )}
          </p>
        </div>
        {step.errorCode && (
          <p className="text-sm text-ink-2">
            <FailureText code={step.errorCode} />
          </p>
        )}
        {errorText && <ErrorText>{errorText}</ErrorText>}
        {undoError && (
          <p className="text-sm text-bad">
            {t.rich('saga.undoError', { reason: () => <FailureText code={undoError.code} /> })}
          </p>
        )}
        {undoError?.text && <ErrorText>{undoError.text}</ErrorText>}
      </div>
    </li>
  )
}
