'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ElapsedTime } from '~/components/ui/display/relative-time'
import { type StepState as IconState, StepIcon } from '~/components/ui/display/step-icon'
import type { SagaStepView, SagaView, StepState } from '~/lib/resources/client'

export type CompletedStep = { key: string; name: ReactNode; note?: ReactNode }
/** What follows the saga: it changes nothing, so it is undone by nothing. */
export type FollowingStep = CompletedStep & { state: 'pending' | 'running' | 'done' | 'failed' }

type Props = {
  saga: SagaView
  /** What the order itself completed before the first step: capacity, address. */
  before?: readonly CompletedStep[]
  after?: readonly FollowingStep[]
  /** A note below the step from which something begins. */
  noteOf?: (step: SagaStepView) => ReactNode
}

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

/** The live steps of a saga: state, attempts, time, and the reason of a failure in our words. */
export function SagaTimeline({ saga, before = [], after = [], noteOf }: Props) {
  const t = useTranslations('ordering.resource.stepState')
  // The order's reservation is released with the last compensated step.
  const isUndone = saga.state === 'undone'
  return (
    <ol className="divide-y divide-line">
      {before.map((step) => (
        <Row
          key={step.key}
          icon={isUndone ? 'undone' : 'done'}
          stateText={t(isUndone ? 'undone' : 'done')}
          name={step.name}
          note={step.note}
        />
      ))}
      {saga.steps
        .filter((step) => step.state !== 'skipped')
        .map((step) => (
          <Step key={step.position} step={step} note={noteOf?.(step)} />
        ))}
      {!isUndone &&
        after.map(({ key, name, note, state }) => (
          <Row
            key={key}
            icon={icons[state]}
            stateText={t(state)}
            name={name}
            note={note}
            isMuted={state === 'pending'}
          />
        ))}
    </ol>
  )
}

function Step({ step, note }: { step: SagaStepView; note: ReactNode }) {
  const t = useTranslations('ordering.resource')
  const p = useTranslations('provisioning')
  const isUndoing = step.state === 'undoing' || step.state === 'undone' || step.state === 'undo_failed'
  const attempt = isUndoing ? step.undoAttempt : step.attempt
  const hasError = step.state !== 'done' && step.errorCode !== null
  const error = hasError ? p(`failure.${step.errorCode}`) : null
  return (
    <Row
      icon={icons[step.state]}
      stateText={t(`stepState.${step.state}`)}
      name={p(`step.${step.name}`)}
      note={note}
      isMuted={step.state === 'pending'}
      time={
        <>
          {attempt > 1 && <span>{t('attempt', { attempt })}</span>}
          {step.startedAt && step.state !== 'pending' && (
            <ElapsedTime since={new Date(step.startedAt)} until={endOf(step)} />
          )}
        </>
      }
      error={error}
    />
  )
}

function endOf(step: SagaStepView): Date | null {
  if (step.state === 'running' || step.state === 'undoing') return null
  return new Date(step.finishedAt ?? step.startedAt ?? 0)
}

type RowProps = {
  icon: IconState
  stateText: string
  name: ReactNode
  note?: ReactNode
  time?: ReactNode
  error?: string | null
  isMuted?: boolean
}

function Row({ icon, stateText, name, note, time, error, isMuted }: RowProps) {
  return (
    <li className="flex gap-3.5 px-4.5 py-3">
      <span className="flex pt-0.5">
        <StepIcon state={icon} />
      </span>
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p className={isMuted ? 'text-ink-2' : 'font-semibold'}>
            {name}
            <span className="sr-only"> : {stateText}</span>
          </p>
          <p className="flex gap-3 text-sm text-ink-3">{time}</p>
        </div>
        {note && <p className="text-sm text-ink-2">{note}</p>}
        {error && <p className="text-sm text-bad">{error}</p>}
      </div>
    </li>
  )
}
