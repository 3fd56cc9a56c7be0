'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { FileLink } from '~/components/ui/links/file-link'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { BatchView } from '~/lib/billing/client'
import { routes } from '~/lib/routes'
import { cancelDebitsAction, markDebitsSentAction } from '../actions'

/** Downloads the file and, until it is with the bank, marks it as sent or cancels it. */
export function BatchActions({ batch }: { batch: BatchView }) {
  const t = useTranslations('settling')
  const [asked, setAsked] = useState<'send' | 'cancel' | null>(null)
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <FileLink size="sm" href={routes.operator.debitFile(batch.id)}>
        {t('file')}
      </FileLink>
      {batch.state === 'prepared' && (
        <>
          <Button size="sm" variant="primary" onClick={() => setAsked('send')}>
            {t('markSent')}
          </Button>
          <Button size="sm" onClick={() => setAsked('cancel')}>
            {t('cancelBatch')}
          </Button>
        </>
      )}
      <ConfirmDialog
        isOpen={asked === 'send'}
        onClose={() => setAsked(null)}
        title={t('markSentTitle', { batch: batch.messageId })}
        confirmLabel={t('markSent')}
        onConfirm={() => markDebitsSentAction({ batchId: batch.id })}
      >
        {t('markSentText')}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'cancel'}
        onClose={() => setAsked(null)}
        title={t('cancelBatchTitle', { batch: batch.messageId })}
        confirmLabel={t('cancelBatch')}
        danger
        onConfirm={() => cancelDebitsAction({ batchId: batch.id })}
      >
        {t('cancelBatchText')}
      </ConfirmDialog>
    </div>
  )
}
