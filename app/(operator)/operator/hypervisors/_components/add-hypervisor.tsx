'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { AddHypervisorInput } from '~/lib/hypervisors/schema'
import type { ActionResult } from '~/lib/kernel/action-result'

type Add = (input: AddHypervisorInput) => Promise<ActionResult<unknown>>

/** Asks a worker to connect to a hypervisor. The token is not kept in the browser. */
export function AddHypervisor({ action, variant }: { action: Add; variant: 'primary' | 'secondary' }) {
  const t = useTranslations('hypervisors.add')
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  const close = () => setOpen(false)
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')} size="lg">
        <ActionForm
          action={action}
          successToast={t('done')}
          onSuccess={() => {
            close()
            router.refresh()
          }}
        >
          <p className="text-ink-2">{t.rich('how', { code: (text) => <code>{text}</code> })}</p>
          <TextField
            name="address"
            label={t('address')}
            hint={t('addressHint')}
            mono
            maxLength={300}
            autoComplete="off"
            spellCheck={false}
          />
          <TextArea
            name="token"
            label={t('token')}
            hint={t('tokenHint')}
            mono
            rows={3}
            maxLength={4_000}
            autoComplete="off"
            spellCheck={false}
          />
          <div className="grid items-end gap-4 sm:grid-cols-3">
            <TextField
              name="zoneCode"
              label={t('zoneCode')}
              hint={t('zoneCodeHint')}
              mono
              maxLength={5}
              autoComplete="off"
            />
            <TextField name="zoneName" label={t('zoneName')} maxLength={80} />
            <TextField name="city" label={t('city')} maxLength={80} />
          </div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
