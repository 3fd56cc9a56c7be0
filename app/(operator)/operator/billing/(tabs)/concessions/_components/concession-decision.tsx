'use client'
import { useTranslations } from 'next-intl'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { keepPlace } from '~/components/ui/keep-place'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { decideConcessionAction } from '../../../actions'

type Props = { concessionId: Id<'concession'>; refusal: string | undefined }

/** The second approver's decision; accepting a credit note issues it at once. */
export function ConcessionDecision({ concessionId, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const refusalText = useRefusalText()
  const decide = async (decision: 'agreed' | 'refused') => {
    keepPlace(document.activeElement)
    const result = await decideConcessionAction({ concessionId, decision })
    if (result.ok) showToast('ok', t(`decided.${decision}`))
    else showToast('bad', refusalText(result))
  }
  return (
    <span className="flex gap-1.5">
      <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => decide('agreed')}>
        {t('agree')}
      </Button>
      <Button size="sm" disabledReason={refusal} onClick={() => decide('refused')}>
        {t('refuse')}
      </Button>
    </span>
  )
}
