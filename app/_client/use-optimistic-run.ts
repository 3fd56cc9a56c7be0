'use client'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import type { ActionResult } from '~/lib/kernel/action-result'

/**
 * Runs a server action for what is on screen under `queryKey`: the screen shows `expect(data)` at once, goes
 * back and says why when the action is refused, and in either case asks for the truth afterwards.
 */
export function useOptimisticRun<Data>(queryKey: QueryKey) {
  const client = useQueryClient()
  const refusalText = useRefusalText()
  return async <T>(
    action: () => Promise<ActionResult<T>>,
    expect?: (data: Data) => Data,
  ): Promise<ActionResult<T>> => {
    await client.cancelQueries({ queryKey })
    const before = client.getQueryData<Data>(queryKey)
    if (expect && before !== undefined) client.setQueryData<Data>(queryKey, expect(before))
    const result = await action()
    if (!result.ok) {
      if (before !== undefined) client.setQueryData<Data>(queryKey, before)
      // The dialog that asked for the act asks for the proof.
      if (result.code !== 'proof_required') showToast('bad', refusalText(result))
    }
    await client.invalidateQueries({ queryKey })
    return result
  }
}
