'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Badge } from '~/components/ui/display/state-pill'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { AlertRecipientView } from '~/lib/budgets/client'
import { addAlertRecipientAction, removeAlertRecipientAction } from '../actions'

type Props = {
  organisationId: string
  recipients: readonly AlertRecipientView[]
  refusal: string | undefined
}

/** Non-members that are notified of alerts: each confirms the address before anything is sent. */
export function AlertRecipients({ organisationId, recipients, refusal }: Props) {
  const t = useTranslations('budgets.recipients')
  useFocusRescue(recipients.length)
  const [isAdding, setAdding] = useState(false)
  const [email, setEmail] = useState('')
  const [leaving, setLeaving] = useState<AlertRecipientView | null>(null)
  return (
    <Card
      title={t('title')}
      note={t('note')}
      actions={
        <Button size="sm" disabledReason={refusal} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      }
    >
      {recipients.length === 0 ? (
        <p className="text-ink-2">{t('empty')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {recipients.map((each) => (
            <li key={each.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="wrap-anywhere">{each.email}</span>
              <Badge>{t(each.isConfirmed ? 'confirmed' : 'waiting')}</Badge>
              <span className="ml-auto">
                <Button
                  size="sm"
                  variant="quiet"
                  disabledReason={refusal}
                  aria-label={t('removeNamed', { email: each.email })}
                  onClick={() => setLeaving(each)}
                >
                  {t('remove')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <LateConfirmDialog
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        title={t('add')}
        confirmLabel={t('add')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await addAlertRecipientAction({ organisationId, email })
          if (result.ok) {
            setEmail('')
            showToast('ok', t('added'))
          }
          return result
        }}
      >
        <FieldContext value={null}>
          <TextField
            name="email"
            label={t('email')}
            hint={t('emailHint')}
            value={email}
            type="email"
            maxLength={254}
            autoComplete="off"
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </FieldContext>
      </LateConfirmDialog>
      {leaving && (
        <LateConfirmDialog
          isOpen
          onClose={() => setLeaving(null)}
          title={t('removeTitle', { email: leaving.email })}
          confirmLabel={t('remove')}
          danger
          onConfirm={async () => {
            const result = await removeAlertRecipientAction({ organisationId, recipientId: leaving.id })
            if (result.ok) showToast('ok', t('removed'))
            return result
          }}
        >
          <p>{t('removeText')}</p>
        </LateConfirmDialog>
      )}
    </Card>
  )
}
