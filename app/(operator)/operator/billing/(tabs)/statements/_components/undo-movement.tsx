'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/text-field'
import type { undoMovementInput } from '~/lib/billing/schema'
import { undoMovementAction } from '../actions'

/** Takes a decision back: its invoices are owed again. */
export function UndoMovement({ movementId, what }: { movementId: string; what: string }) {
  const t = useTranslations('settling')
  return (
    <FormDialog<z.input<typeof undoMovementInput>, void>
      label={t('undo')}
      labelInFull={t('undoOf', { what })}
      title={t('undoTitle')}
      submit={t('undo')}
      done={t('undone')}
      action={undoMovementAction}
      extra={{ movementId: movementId as z.input<typeof undoMovementInput>['movementId'] }}
      variant="quiet"
    >
      <TextField name="note" label={t('note')} hint={t('undoHint')} maxLength={200} />
    </FormDialog>
  )
}
