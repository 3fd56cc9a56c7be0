'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { WebhookView } from '~/lib/webhooks/client'
import {
  deleteWebhookAction,
  enableWebhookAction,
  rotateWebhookSecretAction,
  testWebhookAction,
} from '../actions'
import { ReplayEvents } from './replay-events'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; endpoint: WebhookView; refusal: string | undefined }

/** Resume sending, test, send a period again, replace the secret, or delete. */
export function EndpointActions({ organisationId, endpoint, refusal }: Props) {
  const t = useTranslations('webhooks')
  const words = useSecretWords()
  const refusalText = useRefusalText()
  const [secret, setSecret] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
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
    <span className="flex flex-wrap gap-1.5">
      <Button size="sm" pending={isPending} disabledReason={refusal} onClick={run}>
        {t(endpoint.disabled ? 'enable' : 'test')}
      </Button>
      <ReplayEvents
        organisationId={organisationId}
        endpointId={endpointId}
        refusal={refusal ?? (endpoint.disabled ? t('isDisabled') : undefined)}
      />
      <ConfirmButton
        size="sm"
        label={t('rotate')}
        refusal={refusal}
        title={t('rotateTitle')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await rotateWebhookSecretAction({ organisationId, endpointId })
          if (result.ok) setSecret(result.data.secret)
          return result
        }}
      >
        <p>{t('rotateText')}</p>
      </ConfirmButton>
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('delete')}
        refusal={refusal}
        title={t('deleteTitle')}
        danger
        onConfirm={() => deleteWebhookAction({ organisationId, endpointId })}
        done={t('deleted')}
      >
        <p className="wrap-anywhere">{t('deleteText', { url })}</p>
      </ConfirmButton>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </span>
  )
}
