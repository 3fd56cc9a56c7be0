'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { withdrawSellerChangeAction } from '../actions'

/** The proposer withdraws the change. */
export function SellerChangeWithdrawal({ changeId }: { changeId: Id<'sellerChange'> }) {
  const t = useTranslations('sellerChanges')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('withdraw')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('withdrawTitle')}
        confirmLabel={t('withdraw')}
        onConfirm={async () => {
          const result = await withdrawSellerChangeAction({ changeId })
          if (result.ok) showToast('ok', t('withdrawn'))
          return result
        }}
      >
        <p>{t('withdrawText')}</p>
      </ConfirmDialog>
    </>
  )
}
