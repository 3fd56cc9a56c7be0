'use client'
import { useRefreshWhile } from './use-refresh-while'

/** Refreshes the page while something on it is about to change. */
export function RefreshWhile({ isMoving }: { isMoving: boolean }) {
  useRefreshWhile(isMoving)
  return null
}
