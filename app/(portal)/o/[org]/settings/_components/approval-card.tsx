'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { allowSelfApprovalAction, forbidSelfApprovalAction } from '../actions'

type Props = {
  organisationId: string
  exception: { reason: string; allowedAt: string } | null
  refusal: string | undefined
}

/** Whether people may approve their own orders: only if an owner of a small organisation allows it. */
export function ApprovalCard({ organisationId, exception, refusal }: Props) {
  const t = useTranslations('identity.approval')
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const close = () => setOpen(false)
  return (
    <Card
      title={t('title')}
      actions={
        <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
          {t(exception ? 'forbid' : 'allow')}
        </Button>
      }
    >
      <p>{t(exception ? 'isException' : 'isRule')}</p>
      {exception && (
        <p className="mt-2 text-ink-2 wrap-anywhere">
          {t('since')} <Timestamp at={new Date(exception.allowedAt)} look="date" /> · {exception.reason}
        </p>
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={t(exception ? 'forbidTitle' : 'allowTitle')}
        confirmLabel={t(exception ? 'forbid' : 'allow')}
        danger={!exception}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = exception
            ? await forbidSelfApprovalAction({ organisationId, isAllowed: false })
            : await allowSelfApprovalAction({ organisationId, reason })
          if (result.ok) showToast('ok', t(exception ? 'forbidden' : 'allowed'))
          return result
        }}
      >
        <p>{t(exception ? 'forbidText' : 'allowText')}</p>
        {!exception && (
          <FieldContext value={null}>
            <TextArea
              name="reason"
              label={t('reason')}
              hint={t('reasonHint')}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </FieldContext>
        )}
      </ConfirmDialog>
    </Card>
  )
}
