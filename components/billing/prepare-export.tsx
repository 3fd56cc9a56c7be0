'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ExportKind } from '~/lib/billing/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props<I> = {
  input: I
  action: (input: I) => Promise<ActionResult<unknown>>
  /** The full label of the button. */
  label: string
}

/** Prepares an export in the background; the list below shows it. */
export function PrepareExport<I extends { kind: ExportKind }>({ action, input, label }: Props<I>) {
  const t = useTranslations('billingExports')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, start] = useTransition()
  const ask = () =>
    start(async () => {
      const result = await action(input)
      if (!result.ok) return showToast('bad', refusalText(result))
      showToast('ok', t('asked'))
      router.refresh()
    })
  return (
    <Button size="sm" variant="quiet" onClick={ask} pending={isPending} aria-label={label}>
      {t('prepare')}
    </Button>
  )
}
