'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Select } from '~/components/ui/fields/select'
import type { SelectOption } from '~/components/ui/fields/select-control'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { OwnMove } from '~/lib/relocation/client'

type Input = { organisationId: string; relocationId: string; instanceId: string; slotAt: string | null }
type Props = {
  organisationId: string
  move: Pick<OwnMove, 'relocationId' | 'instanceId' | 'name' | 'slotAt'>
  slots: readonly SelectOption[]
  refusal: string | null
  choose: (input: Input) => Promise<ActionResult<void>>
}

const any = 'any'

/** The earliest time of a server's move; saved when chosen. */
export function SlotSelect({ organisationId, move, slots, refusal, choose }: Props) {
  const t = useTranslations('moves.slot')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const { relocationId, instanceId, name, slotAt } = move
  const pick = (value: string) =>
    startTransition(async () => {
      const wanted = value === any ? null : value
      const result = await choose({ organisationId, relocationId, instanceId, slotAt: wanted })
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('kept', { name }) : refusalText(result))
      router.refresh()
    })
  const isGone = slotAt !== null && !slots.some((slot) => slot.value === slotAt)
  return (
    <Select
      name={`slot-${instanceId}`}
      label={t('label', { name })}
      labelHidden
      hint={refusal}
      disabled={refusal !== null || isPending}
      value={slotAt ?? any}
      onChange={(event) => pick(event.currentTarget.value)}
      options={[
        { value: any, label: t('any') },
        ...(isGone && slotAt ? [{ value: slotAt, label: t('begun'), disabled: true }] : []),
        ...slots,
      ]}
    />
  )
}
