'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { showToast } from '~/components/ui/overlays/toast'
import { loadQueries } from '~/components/ui/queries'
import type { ActionResult } from '~/lib/kernel/action-result'

/**
 * Runs a server action with an optimistic update of `queryKey`: shows `expect(data)` at once, reverts with a message
 * when the action is refused or waits for approval, and refetches in either case.
 */
export function useOptimisticRun<Data>(queryKey: QueryKey) {
  const refusalText = useRefusalText()
  const t = useTranslations('common')
  return async <T>(
    action: () => Promise<ActionResult<T>>,
    expect?: (data: Data) => Data,
  ): Promise<ActionResult<T>> => {
    // The action is carried out even where the library cannot be loaded.
    const client = await loadQueries().catch(() => null)
    await client?.cancelQueries({ queryKey })
    const before = client?.getQueryData<Data>(queryKey)
    if (expect && before !== undefined) client?.setQueryData<Data>(queryKey, expect(before))
    const result = await action()
    if (!result.ok) {
      if (before !== undefined) client?.setQueryData<Data>(queryKey, before)
      // The dialog that started the action asks for the second factor.
      if (result.code !== 'proof_required') showToast('bad', refusalText(result))
    }
    const number = result.ok ? numberOfHeld(result.data) : null
    if (number !== null) {
      if (before !== undefined) client?.setQueryData<Data>(queryKey, before)
      showToast('ok', t('changeWaits', { number }))
    }
    await client?.invalidateQueries({ queryKey })
    return result
  }
}

/** The number of the held change; null when it was carried out. */
export function numberOfHeld(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('outcome' in data) || !('number' in data)) return null
  return data.outcome === 'held' && typeof data.number === 'string' ? data.number : null
}
