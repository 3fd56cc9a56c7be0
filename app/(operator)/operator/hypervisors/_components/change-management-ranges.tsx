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
  ranges: string
}) => Promise<ActionResult<unknown>>
type Props = { hypervisor: HypervisorView; action: Change }

/** Edits the ranges that servers of the zone must not reach, one per line; an empty field means none. */
export function ChangeManagementRanges({ hypervisor, action }: Props) {
  const t = useTranslations('hypervisors.ranges')
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  const close = () => setOpen(false)
  const { id: hypervisorId, managementRanges, zoneName: zone } = hypervisor
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
            name="ranges"
            label={t('label')}
            hint={t('hint')}
            defaultValue={managementRanges.join('\n')}
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
