import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signOutEvent } from '~/components/form/sign-out-of-page'
import { keepUpdated } from './keep-updated'

/** A page of a browser; `open` connects a stream that is requested. */
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
let open: (() => void) | null = null

class Source extends EventTarget {
  set onopen(then: () => void) {
    open = then
  }
  close() {}
}

beforeEach(() => {
  page.visibilityState = 'visible'
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('EventSource', Source)
})
// Other files run in the same process.
afterEach(() => {
  vi.unstubAllGlobals()
})

test('a tab that is hidden refetches nothing, and everything once it is shown and connected again', async () => {
  const client = new QueryClient()
  const meta = { topics: ['orders'] }
  const query = client.getQueryCache().build(client, { queryKey: ['orders'], meta })
  const show = (state: string) => {
    page.visibilityState = state
    page.dispatchEvent(new Event('visibilitychange'))
  }
  /** Connects the stream, after which all is refetched. */
  const connect = async () => {
    await vi.waitFor(() => expect(open).not.toBeNull())
    open?.()
    open = null
    await vi.waitFor(() => expect(query.state.isInvalidated).toBe(true))
    query.setData('fresh')
  }
  const stop = keepUpdated(client, '/stream')
  await connect()
  show('hidden')
  expect(query.state.isInvalidated).toBe(false)
  show('visible')
  await connect()
  stop()
  expect(query.state.isInvalidated).toBe(false)
})

test('a page that signs out refetches nothing more', async () => {
  const client = new QueryClient()
  const meta = { topics: ['orders'] }
  const query = client.getQueryCache().build(client, { queryKey: ['orders'], meta })
  const stop = keepUpdated(client, '/stream')
  await vi.waitFor(() => expect(open).not.toBeNull())
  // Connected, before what was missed is refetched.
  open?.()
  open = null
  window.dispatchEvent(new Event(signOutEvent))
  await new Promise((resolve) => setTimeout(resolve))
  expect(query.state.isInvalidated).toBe(false)
  stop()
})
