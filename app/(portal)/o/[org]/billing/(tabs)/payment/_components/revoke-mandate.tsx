'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { revokeMandateAction } from '../actions'

/** Revokes the mandate, after a warning: debits that are not with a bank yet are cancelled. */
export function RevokeMandate({ organisationId, reference }: { organisationId: string; reference: string }) {
  const t = useTranslations('payments')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('revoke')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('revokeTitle', { reference })}
        confirmLabel={t('revoke')}
        danger
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={() => revokeMandateAction({ organisationId, reference })}
      >
        {t('revokeText')}
      </ConfirmDialog>
    </>
  )
}
