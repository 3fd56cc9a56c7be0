'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/button'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { Dialog } from '~/components/ui/dialog'
import { TextArea } from '~/components/ui/text-area'
import { showToast } from '~/components/ui/toast'
import type { Id } from '~/lib/kernel/ids'
import { acceptQuotaRequestAction, refuseQuotaRequestAction } from '../actions'

type Props = { requestId: Id<'quotaRequest'>; what: string; refusal: string | undefined }

/** Yes, or no with a reason that whoever asked reads. */
export function QuotaDecision({ requestId, what, refusal }: Props) {
  const t = useTranslations('quotas')
  const [open, setOpen] = useState<'accept' | 'refuse' | null>(null)
  const close = () => setOpen(null)
  return (
    <span className="flex gap-1.5">
      <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => setOpen('accept')}>
        {t('accept')}
      </Button>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen('refuse')}>
        {t('refuse')}
      </Button>
      <ConfirmDialog
        isOpen={open === 'accept'}
        onClose={close}
        title={t('acceptTitle')}
        confirmLabel={t('accept')}
        onConfirm={async () => {
          const result = await acceptQuotaRequestAction({ requestId })
          if (result.ok) showToast('ok', t('accepted'))
          return result
        }}
      >
        <p>{what}</p>
      </ConfirmDialog>
      <Dialog isOpen={open === 'refuse'} onClose={close} title={t('refuseTitle')}>
        <ActionForm<{ requestId: Id<'quotaRequest'>; reason: string }, void>
          action={refuseQuotaRequestAction}
          extra={{ requestId }}
          draftKey={`quota:${requestId}`}
          onSuccess={close}
          successToast={t('refused')}
        >
          <p>{what}</p>
          <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={2000} rows={5} />
          <SubmitButton>{t('refuse')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </span>
  )
}
