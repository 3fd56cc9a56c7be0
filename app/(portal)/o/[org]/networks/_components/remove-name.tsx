'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NameView } from '~/lib/names/client'

type Input = { organisationId: string; nameId: NameView['id'] }
type Props = Input & {
  name: string
  refusal: string | undefined
  action: (input: Input) => Promise<ActionResult<void>>
}

export function RemoveName({ organisationId, nameId, name, refusal, action }: Props) {
  const t = useTranslations('names.remove')
  const [isOpen, setOpen] = useState(false)
  const confirm = async () => {
    const result = await action({ organisationId, nameId })
    if (result.ok) showToast('ok', t('done', { name }))
    return result
  }
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('inFull', { name })}
      >
        {t('open')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('title', { name })}
        confirmLabel={t('open')}
        danger
        onConfirm={confirm}
      >
        {t('text')}
      </LateConfirmDialog>
    </>
  )
}
