'use client'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { z } from 'zod'
import { useLetters } from '~/app/_client/use-letters'
import { FormDialog } from '~/components/form/form-dialog'
import { Money } from '~/components/ui/display/money'
import { TextField } from '~/components/ui/fields/text-field'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { WaitingView } from '~/lib/billing/client'
import type { assignMovementInput, setAsideMovementInput } from '~/lib/billing/schema'
import { assignMovementAction, confirmMovementAction, setAsideMovementAction } from '../actions'
import { DocumentNumbers, MovementSummary } from './movement-summary'

/** Movements that wait for a decision: j and k move between them, Enter accepts the proposed match. */
export function WaitingList({ waiting, refusal }: { waiting: WaitingView[]; refusal: string | undefined }) {
  const list = useRef<HTMLUListElement>(null)
  useFocusRescue(waiting.length)
  const walk = (step: number) => {
    const items = [...(list.current?.children ?? [])]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    const next = items[Math.min(items.length - 1, Math.max(0, at + step))]
    next?.querySelector<HTMLElement>('button:not([disabled])')?.focus()
  }
  useLetters({ j: () => walk(1), k: () => walk(-1) })
  return (
    <ul ref={list} className="divide-y divide-line">
      {waiting.map((movement) => (
        <li
          key={movement.id}
          className="grid gap-3 px-4.5 py-3.5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]"
        >
          <MovementSummary movement={movement} />
          <Choices movement={movement} refusal={refusal} />
        </li>
      ))}
    </ul>
  )
}

function Choices({ movement, refusal }: { movement: WaitingView; refusal: string | undefined }) {
  const t = useTranslations('settling')
  const refusalText = useRefusalText()
  const isOut = BigInt(movement.cents) < 0n
  const confirm = async ({ organisationId, documents }: WaitingView['suggestions'][number]) => {
    const documentIds = documents.map(({ id }) => id)
    const result = await confirmMovementAction({ movementId: movement.id, organisationId, documentIds })
    showToast(result.ok ? 'ok' : 'bad', result.ok ? t('confirmed') : refusalText(result))
  }
  return (
    <div className="grid content-start gap-2.5">
      {movement.suggestions.map((suggestion) => (
        <div
          key={suggestion.documents.map(({ id }) => id).join(' ')}
          className="flex flex-wrap items-center gap-x-3 gap-y-2"
        >
          <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => confirm(suggestion)}>
            {t('confirm')}
          </Button>
          <p className="min-w-0 flex-1 basis-60">
            <span className="font-semibold">{suggestion.customer}</span>{' '}
            <DocumentNumbers numbers={suggestion.documents.map(({ number }) => number)} />
            <span className="block text-sm text-ink-3">
              {t(`reasons.${suggestion.reason}`)}
              {suggestion.creditCents !== '0' && (
                <>
                  {' · '}
                  {t.rich('kept', { amount: () => <Money cents={BigInt(suggestion.creditCents)} /> })}
                </>
              )}
            </span>
          </p>
        </div>
      ))}
      {movement.suggestions.length === 0 && (
        <p className="text-sm text-ink-3">{t(isOut ? 'nothingLikeOut' : 'nothingLike')}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {!refusal && (
          <FormDialog<z.input<typeof assignMovementInput>, void>
            label={t(isOut ? 'assignReturned' : 'assign')}
            title={t(isOut ? 'returnedTitle' : 'assignTitle')}
            submit={t('assignNow')}
            done={t('confirmed')}
            action={assignMovementAction}
            extra={{ movementId: movement.id }}
          >
            <MovementSummary movement={movement} />
            <TextField
              name="numbers"
              label={t('numbers')}
              hint={t(isOut ? 'returnedHint' : 'numbersHint')}
              mono
              maxLength={2000}
            />
          </FormDialog>
        )}
        {!refusal && (
          <FormDialog<z.input<typeof setAsideMovementInput>, void>
            label={t('setAside')}
            title={t('setAsideTitle')}
            submit={t('setAside')}
            done={t('setAsideDone')}
            action={setAsideMovementAction}
            extra={{ movementId: movement.id }}
          >
            <MovementSummary movement={movement} />
            <TextField name="note" label={t('note')} hint={t('noteHint')} maxLength={200} />
          </FormDialog>
        )}
      </div>
    </div>
  )
}
