import { queryOptions } from '@tanstack/react-query'
import { isLive, type OperatorSagaView, type SagaPage } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'

const busyMs = 1_000
const calmMs = 10_000

/** A page of sagas; polled every second while one of them is running. */
export function sagaListQuery(params: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ['operations', 'sagas', params],
    queryFn: ({ signal }) => fetchJson<SagaPage>(routes.operator.liveSagas(params), signal),
    refetchInterval: ({ state }) =>
      state.data?.sagas.some((saga) => saga.state === 'running' || saga.state === 'undoing')
        ? busyMs
        : calmMs,
  })
}

export function sagaQuery(sagaId: string) {
  return queryOptions({
    queryKey: ['operations', 'saga', sagaId],
    queryFn: ({ signal }) => fetchJson<OperatorSagaView>(routes.operator.liveSaga(sagaId), signal),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? busyMs : calmMs),
  })
}
