'use client'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'

/** Refreshes the page while a server is moving. */
export function RefreshWhile({ isMoving }: { isMoving: boolean }) {
  useRefreshWhile(isMoving, ['resources'])
  return null
}
