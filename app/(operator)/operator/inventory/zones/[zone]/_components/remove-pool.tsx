'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { poolId: `apo_${string}` }
type Props = Input & {
  range: string
  family: 4 | 6
  reserved: number
  action: (input: Input) => Promise<ActionResult<unknown>>
}

/** Stops assigning addresses from a range, and shows what remains in use. */
export function RemovePool({ poolId, range, family, reserved, action }: Props) {
  const t = useTranslations('inventory.addresses')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const remove = async () => {
    const result = await action({ poolId })
    if (result.ok) {
      showToast('ok', t('removed', { range }))
      router.refresh()
    }
    return result
  }
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        onClick={() => setOpen(true)}
        aria-label={t('removeInFull', { range })}
      >
        {t('remove')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('removeInFull', { range })}
        confirmLabel={t('remove')}
        danger
        onConfirm={remove}
      >
        {t(family === 6 ? 'removeText6' : 'removeText', { reserved })}
      </LateConfirmDialog>
    </>
  )
}
