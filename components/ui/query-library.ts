import { notifyManager, QueryClient, QueryObserver, type UseQueryOptions } from '@tanstack/react-query'

const freshMs = 5_000

/** The client of this page load, in the browser only: no data is shared between people. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: freshMs }, mutations: { retry: false } },
})
queries.mount()

export const withDefaults = (options: UseQueryOptions) => ({
  ...queries.defaultQueryOptions(options),
  _optimisticResults: 'optimistic' as const,
})

export const observe = (options: UseQueryOptions) => new QueryObserver(queries, withDefaults(options))

/** Results that arrive together are rendered together. */
export const together = (render: () => void) => notifyManager.batchCalls(render)
