'use client'
import type {
  QueryClient,
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

/** The client of this page's queries. */
export const loadQueries = async (): Promise<QueryClient> => (await loadLibrary()).queries

/** For `placeholderData`: the former data until that of another key is there. */
export const keepPreviousData = <Data>(previous: Data | undefined) => previous

/**
 * `useQuery` of TanStack Query, which is loaded after the page: until then a component has its initial data, as it was
 * rendered by the server. The library is 12 kB that no page needs before its first interaction.
 */
export const useQuery = ((options: UseQueryOptions) => {
  const [loaded, setLoaded] = useState(library)
  useEffect(() => {
    // Without the library the page stays as the server made it.
    if (!loaded) loadLibrary().then(setLoaded, () => undefined)
  }, [loaded])
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
  if (!loaded || !observer) return beforeLibrary(options)
  return observer.trackResult(observer.getOptimisticResult(loaded.withDefaults(options)))
}) as typeof useQueryOf

function beforeLibrary({ queryKey, initialData }: UseQueryOptions) {
  const data = typeof initialData === 'function' ? initialData() : initialData
  return {
    data,
    isError: false,
    isFetching: false,
    isPlaceholderData: false,
    refetch: async () => (await loadLibrary()).queries.invalidateQueries({ queryKey }),
  }
}
