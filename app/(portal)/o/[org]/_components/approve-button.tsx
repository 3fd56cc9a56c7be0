'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { ApprovalProps } from './approval-props'

const ApproveDialog = lazy(async () => ({ default: (await import('./approve-dialog')).ApproveDialog }))

/** Approves an order where it is listed. */
export function ApproveButton(props: ApprovalProps) {
  const t = useTranslations('inbox.approval')
  return (
    <DialogButton
      size="sm"
      variant="primary"
      label={t('act')}
      labelInFull={t('confirmTitle', { number: props.approval.number })}
      refusal={undefined}
    >
      {(onClose) => <ApproveDialog {...props} onClose={onClose} />}
    </DialogButton>
  )
}
