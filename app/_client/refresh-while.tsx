'use client'
import { useRefreshWhile } from './use-refresh-while'

/** Draws the page again while something on it is about to change. */
export function RefreshWhile({ isMoving }: { isMoving: boolean }) {
  useRefreshWhile(isMoving)
  return null
}
