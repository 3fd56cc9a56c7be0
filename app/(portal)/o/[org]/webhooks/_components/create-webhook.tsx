'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Icon } from '~/components/ui/display/icon'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { webhookEvents } from '~/lib/webhooks/client'
import { createWebhookAction } from '../actions'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; refusal: string | undefined }

/** Creates an endpoint with its events. Its secret is shown once, afterwards. */
export function CreateWebhook({ organisationId, refusal }: Props) {
  const t = useTranslations('webhooks')
  const words = useSecretWords()
  const [isOpen, setOpen] = useState(false)
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly (typeof webhookEvents)[number][]>(webhookEvents)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <>
      <Button
        variant="primary"
        icon={<Icon name="plus" />}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
      >
        {t('create')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('create')}
        confirmLabel={t('create')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await createWebhookAction({ organisationId, url, events: [...events] })
          if (result.ok) {
            setSecret(result.data.secret)
            setUrl('')
          }
          return result
        }}
      >
        <FieldContext value={null}>
          <TextField
            name="url"
            label={t('url')}
            hint={t('urlHint')}
            value={url}
            mono
            type="url"
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <fieldset>
            <legend className="mb-1 text-sm font-semibold">{t('events')}</legend>
            {webhookEvents.map((event) => (
              <Checkbox
                key={event}
                name={event}
                label={t(`event.${event.replace('.', '_')}`)}
                checked={events.includes(event)}
                onChange={({ currentTarget: { checked } }) =>
                  setEvents(checked ? [...events, event] : events.filter((each) => each !== event))
                }
              />
            ))}
          </fieldset>
        </FieldContext>
      </ConfirmDialog>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </>
  )
}
