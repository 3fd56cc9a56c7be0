'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Icon } from '~/components/ui/display/icon'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { createWebhookAction } from '../actions'
import { EventChoice, type EventGroup } from './event-choice'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; groups: readonly EventGroup[]; refusal: string | undefined }

/** Creates an endpoint with its events. Its secret is shown once, afterwards. */
export function CreateWebhook({ organisationId, groups, refusal }: Props) {
  const t = useTranslations('webhooks')
  const words = useSecretWords()
  const [isOpen, setOpen] = useState(false)
  const [url, setUrl] = useState('')
  const [scope, setScope] = useState<'all' | 'some'>('all')
  const [events, setEvents] = useState<string[]>([])
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
        notYet={scope === 'some' && events.length === 0 ? t('none') : undefined}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await createWebhookAction({
            organisationId,
            url,
            events: (scope === 'all' ? ['*'] : events) as never,
          })
          if (result.ok) {
            setSecret(result.data.secret)
            setUrl('')
            setScope('all')
            setEvents([])
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
          <RadioGroup
            name="scope"
            legend={t('events')}
            options={[
              { value: 'all', label: t('all'), hint: t('allHint') },
              { value: 'some', label: t('some') },
            ]}
            value={scope}
            onValueChange={setScope}
          />
          {scope === 'some' && <EventChoice groups={groups} value={events} onValueChange={setEvents} />}
        </FieldContext>
      </ConfirmDialog>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </>
  )
}
