'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import type { DecidedView } from '~/lib/billing/client'
import type { undoMovementInput } from '~/lib/billing/schema'
import { undoMovementAction } from '../actions'
import { DocumentNumbers, MovementSummary } from './movement-summary'

/** Undoes a decision: its invoices are unpaid again. */
export function UndoMovement({ movement }: { movement: DecidedView }) {
  const t = useTranslations('settling')
  return (
    <FormDialog<z.input<typeof undoMovementInput>, void>
      label={t('undo')}
      labelInFull={t('undoOf', { what: movement.text })}
      title={t('undoTitle')}
      submit={t('undoNow')}
      done={t('undone')}
      action={undoMovementAction}
      extra={{ movementId: movement.id }}
      variant="quiet"
    >
      <MovementSummary movement={movement} />
      {movement.payer && (
        <p className="text-sm text-ink-2">
          {movement.payer} <DocumentNumbers numbers={movement.documents} />
        </p>
      )}
      <TextField name="note" label={t('note')} hint={t('undoHint')} maxLength={200} />
    </FormDialog>
  )
}
