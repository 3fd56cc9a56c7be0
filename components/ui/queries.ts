'use client'
import type {
  QueryClient,
  QueryKey,
  QueryObserver,
  UseQueryOptions,
  useQuery as useQueryOf,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'

type Library = typeof import('./query-library')

let library: Library | null = null
let loading: Promise<Library> | null = null

/** A failed load is tried again by the next caller. */
function loadLibrary(): Promise<Library> {
  loading ??= import('./query-library').then(
    (loaded) => {
      library = loaded
      return loaded
    },
    (error) => {
      loading = null
      throw error
    },
  )
  return loading
}

/** After a network that was away, the next attempt. */
const retryMs = 5_000

/** The client of this page's queries. @throws where its code cannot be loaded */
export const loadQueries = async (): Promise<QueryClient> => (await loadLibrary()).queries

/** Refetches what begins with this key; without the library there is nothing to refetch. */
export async function refetchQueries(queryKey: QueryKey): Promise<void> {
  const found = await loadLibrary().catch(() => null)
  await found?.queries.invalidateQueries({ queryKey })
}

/** For `placeholderData`: the former data until that of another key is there. */
export const keepPreviousData = <Data>(previous: Data | undefined) => previous

/**
 * `useQuery` of TanStack Query, which is loaded after the page: until then a component has its initial data, as it was
 * rendered by the server. The library is 12 kB that no page needs before its first interaction.
 */
export const useQuery = ((options: UseQueryOptions) => {
  const [loaded, setLoaded] = useState(library)
  const [failures, setFailures] = useState(0)
  useEffect(() => {
    if (loaded) return
    let isGone = false
    const load = () =>
      loadLibrary().then(
        (found) => isGone || setLoaded(found),
        () => isGone || setFailures((count) => count + 1),
      )
    // Meanwhile the page stays as the server made it.
    const timer = setTimeout(load, failures === 0 ? 0 : retryMs)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [loaded, failures])
  // biome-ignore lint/correctness/useExhaustiveDependencies: later options are set below.
  const observer = useMemo<QueryObserver | null>(() => loaded?.observe(options) ?? null, [loaded])
  useSyncExternalStore(
    useCallback(
      (render) => {
        if (!loaded || !observer) return () => undefined
        const end = observer.subscribe(loaded.together(render))
        observer.updateResult()
        return end
      },
      [loaded, observer],
    ),
    () => observer?.getCurrentResult(),
    () => undefined,
  )
  useEffect(() => {
    if (loaded) observer?.setOptions(loaded.withDefaults(options))
  })
  if (!loaded || !observer) return beforeLibrary(options, failures > 0)
  return observer.trackResult(observer.getOptimisticResult(loaded.withDefaults(options)))
}) as typeof useQueryOf

function beforeLibrary({ queryKey, initialData }: UseQueryOptions, isError: boolean) {
  const data = typeof initialData === 'function' ? initialData() : initialData
  return {
    data,
    isError,
    isFetching: false,
    isPlaceholderData: false,
    refetch: async () => (await loadLibrary()).queries.invalidateQueries({ queryKey }),
  }
}
