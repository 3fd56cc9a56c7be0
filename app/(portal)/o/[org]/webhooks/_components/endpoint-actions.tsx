'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { WebhookView } from '~/lib/webhooks/client'
import {
  deleteWebhookAction,
  enableWebhookAction,
  rotateWebhookSecretAction,
  testWebhookAction,
} from '../actions'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; endpoint: WebhookView; refusal: string | undefined }

/** Resume sending, test, replace the secret, or delete. */
export function EndpointActions({ organisationId, endpoint, refusal }: Props) {
  const t = useTranslations('webhooks')
  const words = useSecretWords()
  const refusalText = useRefusalText()
  const [open, setOpen] = useState<'rotate' | 'delete' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const close = () => setOpen(null)
  const { id: endpointId, url } = endpoint
  const press = endpoint.disabled ? enableWebhookAction : testWebhookAction
  const said = endpoint.disabled ? 'enabled' : 'tested'
  const run = () =>
    startTransition(async () => {
      const result = await press({ organisationId, endpointId })
      if (result.ok) showToast('ok', t(said))
      else showToast('bad', refusalText(result))
    })
  return (
    <span className="flex gap-1.5 whitespace-nowrap">
      <Button size="sm" pending={isPending} disabledReason={refusal} onClick={run}>
        {t(endpoint.disabled ? 'enable' : 'test')}
      </Button>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen('rotate')}>
        {t('rotate')}
      </Button>
      <Button size="sm" variant="quiet" disabledReason={refusal} onClick={() => setOpen('delete')}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        isOpen={open === 'rotate'}
        onClose={close}
        title={t('rotateTitle')}
        confirmLabel={t('rotate')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await rotateWebhookSecretAction({ organisationId, endpointId })
          if (result.ok) setSecret(result.data.secret)
          return result
        }}
      >
        <p>{t('rotateText')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'delete'}
        onClose={close}
        title={t('deleteTitle')}
        confirmLabel={t('delete')}
        danger
        onConfirm={async () => {
          const result = await deleteWebhookAction({ organisationId, endpointId })
          if (result.ok) showToast('ok', t('deleted'))
          return result
        }}
      >
        <p className="wrap-anywhere">{t('deleteText', { url })}</p>
      </ConfirmDialog>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </span>
  )
}
