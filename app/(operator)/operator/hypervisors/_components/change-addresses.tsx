'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { HypervisorView } from '~/lib/hypervisors/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Change = (input: {
  hypervisorId: HypervisorView['id']
  addresses: string
}) => Promise<ActionResult<unknown>>
type Props = { hypervisor: HypervisorView; action: Change }

/** Edits a hypervisor's API addresses, one per line, also while it hosts servers. */
export function ChangeAddresses({ hypervisor, action }: Props) {
  const t = useTranslations('hypervisors.addresses')
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  const close = () => setOpen(false)
  const { id: hypervisorId, addresses, zoneName: zone } = hypervisor
  return (
    <>
      <Button size="sm" variant="quiet" onClick={() => setOpen(true)} aria-label={t('openInFull', { zone })}>
        {t('open')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title', { zone })}>
        <ActionForm
          action={action}
          extra={{ hypervisorId }}
          successToast={t('done')}
          onSuccess={() => {
            close()
            router.refresh()
          }}
        >
          <p className="text-ink-2">{t('how')}</p>
          <TextArea
            name="addresses"
            label={t('label')}
            hint={t('hint')}
            defaultValue={addresses.join('\n')}
            mono
            rows={5}
            maxLength={5_000}
            autoComplete="off"
            spellCheck={false}
          />
          <SubmitButton>{t('submit')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
