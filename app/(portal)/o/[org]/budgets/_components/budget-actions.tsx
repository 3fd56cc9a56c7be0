'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { BudgetView } from '~/lib/budgets/client'
import type { Id } from '~/lib/kernel/ids'
import { changeBudgetAction, endBudgetAction } from '../actions'
import { BudgetFields } from './budget-fields'

type Props = { organisationId: string; budget: BudgetView; refusal: string | undefined }
type Input = {
  organisationId: string
  budgetId: Id<'budget'>
  name: string
  monthlyEuros: number
  thresholds: string
  isHard?: boolean
}

/** Changes the amount of a budget, or deletes it. */
export function BudgetActions({ organisationId, budget, refusal }: Props) {
  const t = useTranslations('budgets')
  const [open, setOpen] = useState<'change' | 'end' | null>(null)
  const close = () => setOpen(null)
  const { id: budgetId, name } = budget
  return (
    <span className="flex gap-1.5 whitespace-nowrap">
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen('change')}>
        {t('change')}
      </Button>
      <Button size="sm" variant="quiet" disabledReason={refusal} onClick={() => setOpen('end')}>
        {t('end')}
      </Button>
      <Dialog isOpen={open === 'change'} onClose={close} title={t('changeTitle', { name })}>
        <ActionForm<Input, void>
          action={changeBudgetAction}
          extra={{ organisationId, budgetId }}
          onSuccess={close}
          successToast={t('saved')}
        >
          <BudgetFields budget={budget} />
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      </Dialog>
      <ConfirmDialog
        isOpen={open === 'end'}
        onClose={close}
        title={t('endTitle', { name })}
        confirmLabel={t('end')}
        danger
        onConfirm={async () => {
          const result = await endBudgetAction({ organisationId, budgetId })
          if (result.ok) showToast('ok', t('ended', { name }))
          return result
        }}
      >
        <p>{t('endText')}</p>
      </ConfirmDialog>
    </span>
  )
}
