'use client'
import type { Topic } from '~/lib/live/client'
import { useRefreshWhile } from './use-refresh-while'

/** Refreshes the page while something on it is about to change. */
export function RefreshWhile({ isMoving, topics }: { isMoving: boolean; topics: readonly Topic[] }) {
  useRefreshWhile(isMoving, topics)
  return null
}
