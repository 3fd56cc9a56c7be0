'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
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
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('remove')}
      labelInFull={t('removeInFull', { range })}
      refusal={undefined}
      title={t('removeInFull', { range })}
      danger
      onConfirm={() => action({ poolId })}
      done={t('removed', { range })}
      onDone={() => router.refresh()}
    >
      {t(family === 6 ? 'removeText6' : 'removeText', { reserved })}
    </ConfirmButton>
  )
}
