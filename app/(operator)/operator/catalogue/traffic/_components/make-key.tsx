'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { confirmStaffIdentityAction } from '../../../security/actions'
import { makeMeteringKeyAction } from '../actions'
import { useSecretWords } from './use-secret-words'

/** Creates a key for the meters of a zone; its secret is shown once. */
export function MakeKey({ zones }: { zones: readonly string[] }) {
  const t = useTranslations('metering')
  const words = useSecretWords()
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [zone, setZone] = useState(zones[0] ?? '')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <>
      <Button
        size="sm"
        disabledReason={zones.length === 0 ? t('noZone') : undefined}
        onClick={() => setOpen(true)}
      >
        {t('make')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('make')}
        confirmLabel={t('make')}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await makeMeteringKeyAction({ zone, name })
          if (result.ok) {
            setSecret(result.data.secret)
            setName('')
          }
          return result
        }}
      >
        <p>{t('makeText')}</p>
        <FieldContext value={null}>
          <Select
            name="zone"
            label={t('zone')}
            options={zones.map((value) => ({ value, label: value }))}
            value={zone}
            onChange={(event) => setZone(event.currentTarget.value)}
          />
          <TextField
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            maxLength={60}
            value={name}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </FieldContext>
      </ConfirmDialog>
      {secret && (
        <SecretDialog
          words={words}
          secret={secret}
          onClose={() => {
            setSecret(null)
            router.refresh()
          }}
        />
      )}
    </>
  )
}
