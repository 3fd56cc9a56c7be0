'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

export type RetryJob = (input: { jobId: string }) => Promise<ActionResult<void>>

/** Makes a failed job due at once. */
export function RetryButton({ jobId, mayAct, retry }: { jobId: string; mayAct: boolean; retry: RetryJob }) {
  const t = useTranslations('operations.jobs')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const act = () =>
    startTransition(async () => {
      const result = await retry({ jobId })
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('retried') : refusalText(result))
      router.refresh()
    })
  return (
    <Button size="sm" pending={isPending} disabledReason={mayAct ? undefined : t('mayNot')} onClick={act}>
      {t('retry')}
    </Button>
  )
}
