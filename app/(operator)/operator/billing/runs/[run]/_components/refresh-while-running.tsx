'use client'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'

/** Reads the page again while organisations are left. */
export function RefreshWhileRunning({ isRunning }: { isRunning: boolean }) {
  useRefreshWhile(isRunning)
  return null
}
