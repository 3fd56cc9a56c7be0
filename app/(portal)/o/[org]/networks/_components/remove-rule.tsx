'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { organisationId: string; ruleId: `fwr_${string}` }
type Props = Input & {
  labelInFull: string
  refusal: string | undefined
  action: (input: Input) => Promise<ActionResult<void>>
}

/** Removes a rule: traffic that only this rule allowed stops within seconds. */
export function RemoveRule({ organisationId, ruleId, labelInFull, refusal, action }: Props) {
  const t = useTranslations('networks')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const remove = () =>
    startTransition(async () => {
      const result = await action({ organisationId, ruleId })
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('removed') : refusalText(result))
    })
  return (
    <Button
      size="sm"
      variant="quiet"
      pending={isPending}
      disabledReason={refusal}
      onClick={remove}
      aria-label={labelInFull}
    >
      {t('remove')}
    </Button>
  )
}
