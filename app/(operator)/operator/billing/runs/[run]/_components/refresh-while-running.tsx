'use client'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'

/** Refreshes the page while organisations are left to bill. */
export function RefreshWhileRunning({ isRunning }: { isRunning: boolean }) {
  useRefreshWhile(isRunning, ['operations'])
  return null
}
