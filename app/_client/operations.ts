import { queryOptions } from '@tanstack/react-query'
import { isLive, type OperatorSagaView, type SagaPage } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

const busyMs = 1_000
const calmMs = 10_000

/** A page of sagas; without a stream polled every second while one of them is running. */
export function sagaListQuery(params: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ['operations', 'sagas', params],
    queryFn: ({ signal }) => fetchJson<SagaPage>(routes.operator.liveSagas(params), signal),
    ...refetchingOn<SagaPage>(['resources'], (data) =>
      data?.sagas.some((saga) => saga.state === 'running' || saga.state === 'undoing') ? busyMs : calmMs,
    ),
  })
}

export function sagaQuery(sagaId: string) {
  return queryOptions({
    queryKey: ['operations', 'saga', sagaId],
    queryFn: ({ signal }) => fetchJson<OperatorSagaView>(routes.operator.liveSaga(sagaId), signal),
    ...refetchingOn<OperatorSagaView>(['resources'], (data) => (data && isLive(data) ? busyMs : calmMs)),
  })
}
