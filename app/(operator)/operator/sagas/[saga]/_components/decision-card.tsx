'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextField } from '~/components/ui/fields/text-field'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import type { OperatorSagaView } from '~/lib/resources/client'

type Input = { sagaId: Id<'saga'>; reason: string }
export type Decide = (input: Input) => Promise<ActionResult<void>>
type Props = {
  saga: OperatorSagaView
  mayAct: boolean
  resume: Decide
  undo: Decide
  onDecided: () => void
}

/** Resumes or compensates a parked saga, with a reason. */
export function DecisionCard({ saga, mayAct, resume, undo, onDecided }: Props) {
  const t = useTranslations('operations.saga')
  const decide = ({ direction, ...input }: Input & { direction: 'resume' | 'undo' }) =>
    direction === 'undo' ? undo(input) : resume(input)
  // A saga in compensation can only continue to compensate: there is no choice.
  const isGoingBack = saga.steps.some((step) => step.state === 'undone' || step.state === 'undo_failed')
  return (
    <Card title={t('decide')}>
      <div className="grid gap-4">
        <Callout tone="bad" title={t('parkedTitle')}>
          {t('parkedText')}
        </Callout>
        {!mayAct && <p className="text-sm text-ink-3">{t('mayNot')}</p>}
        {mayAct && (
          <ActionForm
            action={decide}
            extra={isGoingBack ? { sagaId: saga.id, direction: 'resume' } : { sagaId: saga.id }}
            successToast={t('done')}
            onSuccess={onDecided}
          >
            {isGoingBack ? (
              <p>{t('resumeBackText')}</p>
            ) : (
              <RadioGroup
                name="direction"
                legend={t('decide')}
                legendHidden
                defaultValue="resume"
                options={[
                  { value: 'resume', label: t('resume'), hint: t('resumeText') },
                  {
                    value: 'undo',
                    label: t('undo'),
                    hint: saga.isUndoable ? t('undoText') : t('forwardOnly'),
                    disabled: !saga.isUndoable,
                  },
                ]}
              />
            )}
            <TextField
              name="reason"
              label={t('reason')}
              hint={t('reasonHint')}
              minLength={3}
              maxLength={500}
            />
            <div>
              <SubmitButton>{t(isGoingBack ? 'resumeBack' : 'confirm')}</SubmitButton>
            </div>
          </ActionForm>
        )}
      </div>
    </Card>
  )
}
