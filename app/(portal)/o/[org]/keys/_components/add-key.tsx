'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { Icon } from '~/components/ui/display/icon'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { addSshKeyAction } from '../actions'

type Props = { organisationId: string; refusal: string | undefined }
type Input = { organisationId: string; publicKey: string; name?: string }

/** Adds a pasted public key. A private key is detected before it leaves the browser. */
export function AddKey({ organisationId, refusal }: Props) {
  const t = useTranslations('identity.keys')
  const [isOpen, setOpen] = useState(false)
  const [isPrivate, setPrivate] = useState(false)
  const close = () => {
    setOpen(false)
    setPrivate(false)
  }
  return (
    <>
      <Button
        variant="primary"
        icon={<Icon name="plus" />}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
      >
        {t('add')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('add')}>
        <ActionForm<Input, { name: string }>
          action={addSshKeyAction}
          extra={{ organisationId }}
          onSuccess={({ name }) => {
            close()
            showToast('ok', t('added', { name }))
          }}
        >
          <TextArea
            name="publicKey"
            label={t('publicKey')}
            hint={t('publicKeyHint')}
            mono
            spellCheck={false}
            autoComplete="off"
            maxLength={10_000}
            onChange={(event) =>
              setPrivate(/PRIVATE KEY|PuTTY-User-Key-File/i.test(event.currentTarget.value))
            }
          />
          {isPrivate && (
            <Callout tone="bad" live title={t('privateTitle')}>
              {t('privateText')}
            </Callout>
          )}
          <TextField
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            optional
            maxLength={60}
            autoComplete="off"
          />
          <SubmitButton disabledReason={isPrivate ? t('privateReason') : undefined}>{t('add')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
