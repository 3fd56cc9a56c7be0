'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

export type PrepareExportAction<I> = (input: I) => Promise<ActionResult<unknown>>

/** Returns a function that prepares an export in the background, and whether that is being requested. */
export function usePrepareExport<I>(action: PrepareExportAction<I>): [(input: I) => void, boolean] {
  const t = useTranslations('billingExports')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, start] = useTransition()
  const prepare = (input: I) =>
    start(async () => {
      const result = await action(input)
      if (!result.ok) return showToast('bad', refusalText(result))
      showToast('ok', t('asked'))
      router.refresh()
    })
  return [prepare, isPending]
}
