import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { keepPreviousData, loadQueries, useQuery } from './queries'

const never = () => new Promise<string>(() => undefined)

function Shown({ initialData }: { initialData?: string | (() => string) }) {
  const { data, isError, isFetching } = useQuery({ queryKey: ['shown'], queryFn: never, initialData })
  return <p>{`${data} ${isError} ${isFetching}`}</p>
}

test('the server renders the initial data without the library', () => {
  expect(renderToString(<Shown initialData="as made" />)).toBe('<p>as made false false</p>')
  expect(renderToString(<Shown initialData={() => 'unpacked'} />)).toBe('<p>unpacked false false</p>')
  expect(renderToString(<Shown />)).toBe('<p>undefined false false</p>')
})

test('every caller gets the one client of the page', async () => {
  const queries = await loadQueries()
  queries.setQueryData(['known'], 'data')
  expect((await loadQueries()).getQueryData(['known'])).toBe('data')
  expect(keepPreviousData('former')).toBe('former')
})

test('a library that does not load fails its caller, refetches nothing, and is loaded again by the next one', async () => {
  vi.resetModules()
  let loads = 0
  vi.doMock('./query-library', async (original) => {
    loads += 1
    if (loads < 3) throw new Error('no network')
    return original()
  })
  const fresh = await import('./queries')
  await expect(fresh.loadQueries()).rejects.toThrow()
  await expect(fresh.refetchQueries(['known'])).resolves.toBeUndefined()
  expect((await fresh.loadQueries()).getQueryData(['known'])).toBeUndefined()
  vi.doUnmock('./query-library')
})
