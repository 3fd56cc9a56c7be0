'use client'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { useIsLive } from './use-is-live'

/**
 * A component whose code is loaded at its first render, in the browser only; `waiting` keeps its place. It replaces
 * `next/dynamic`, whose preloading of server-rendered parts is 3 kB of code on every page.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): (props: Props) => ReactNode {
  const Loaded = lazy(async () => ({ default: await load() }))
  // biome-ignore lint/correctness/noComponentHookFactories: called once per module, like `lazy`.
  return function OnDemand(props) {
    if (!useIsLive()) return waiting
    return (
      <Suspense fallback={waiting}>
        <Loaded {...props} />
      </Suspense>
    )
  }
}
