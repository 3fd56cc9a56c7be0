'use client'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'

/** Draws the page again while a server is on its way. */
export function RefreshWhile({ isMoving }: { isMoving: boolean }) {
  useRefreshWhile(isMoving)
  return null
}
