'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ChangeOutcome, ConnectionView } from '~/lib/billing/client'
import { removeConnectionAction, setConnectionAction } from '../actions'

type Input = {
  channel: ConnectionView['channel']
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  account?: string
}

/** The connection of one e-invoice channel. Secrets are entered at each change and never shown. */
export function ConnectionCard({ connection: { channel, settings } }: { connection: ConnectionView }) {
  const t = useTranslations('billingDelivery')
  const changes = useTranslations('sellerChanges')
  const [isOpen, setOpen] = useState(false)
  const name = t(`channel.${channel}`)
  return (
    <Card
      title={name}
      level={3}
      padded={settings === null}
      actions={
        <>
          <FormDialog<Input, ChangeOutcome>
            label={t('connect')}
            labelInFull={t('connectInFull', { channel: name })}
            title={t('connectTitle', { channel: name })}
            submit={t('connectSubmit')}
            done={changes('proposed')}
            action={setConnectionAction}
            extra={{ channel }}
            prove={(proof) => confirmStaffIdentityAction({ proof })}
          >
            <TextField
              name="baseUrl"
              label={t('baseUrl')}
              hint={t(`baseUrlHint.${channel}`)}
              defaultValue={settings?.baseUrl ?? ''}
              mono
              maxLength={300}
            />
            <TextField
              name="tokenUrl"
              label={t('tokenUrl')}
              defaultValue={settings?.tokenUrl ?? ''}
              mono
              maxLength={300}
            />
            <TextField
              name="clientId"
              label={t('clientId')}
              defaultValue={settings?.clientId ?? ''}
              mono
              maxLength={200}
              autoComplete="off"
            />
            <TextField
              name="clientSecret"
              label={t('clientSecret')}
              hint={t('secretHint')}
              type="password"
              maxLength={500}
              autoComplete="off"
            />
            {channel === 'chorus_pro' && (
              <TextField
                name="account"
                label={t('account')}
                hint={t('accountHint')}
                type="password"
                maxLength={500}
                autoComplete="off"
              />
            )}
          </FormDialog>
          {settings && (
            <Button
              size="sm"
              variant="quiet"
              onClick={() => setOpen(true)}
              aria-label={t('disconnectInFull', { channel: name })}
            >
              {t('disconnect')}
            </Button>
          )}
        </>
      }
    >
      {settings ? (
        <DescriptionList
          items={[
            { term: t('baseUrl'), value: <span className="font-mono text-sm">{settings.baseUrl}</span> },
            { term: t('clientId'), value: <span className="font-mono text-sm">{settings.clientId}</span> },
            { term: t('since'), value: <Timestamp at={new Date(settings.updatedAt)} /> },
          ]}
        />
      ) : (
        <p className="text-sm text-ink-2">{t('embedded')}</p>
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('disconnectTitle', { channel: name })}
        confirmLabel={t('disconnect')}
        danger
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await removeConnectionAction({ channel })
          if (result.ok) showToast('ok', t('disconnected'))
          return result
        }}
      >
        <p>{t('disconnectText')}</p>
      </ConfirmDialog>
    </Card>
  )
}
