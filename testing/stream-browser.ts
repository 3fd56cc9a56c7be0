import { request } from 'node:http'
import { followStream, type Wiring } from '~/app/_client/live/follow-stream'
import type { LiveChange } from '~/lib/live/client'

type Hear = Parameters<Wiring['openSource']>[0]
export type StreamRequest = { path: string; headers: Record<string, string> }

/** What `EventSource` does, at the first of these addresses that answers. */
function openSource(
  hear: Hear,
  { path, headers }: StreamRequest,
  sites: readonly string[],
): { close(): void } {
  const [site, ...others] = sites
  if (site === undefined) {
    hear.fail()
    return { close: () => undefined }
  }
  let text = ''
  const sent = request(`${site}${path}`, { headers, agent: false })
  let current: { close(): void } = { close: () => sent.destroy() }
  const next = () => {
    current = openSource(hear, { path, headers }, others)
  }
  sent.once('error', next)
  sent.once('response', (answer) => {
    sent.off('error', next).on('error', () => undefined)
    if (answer.statusCode !== 200) {
      answer.resume()
      return answer.statusCode === 503 ? next() : hear.fail()
    }
    hear.open()
    answer.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, data] = /^event: change\ndata: (.*)$/.exec(event) ?? []
        if (data) hear.change(JSON.parse(data) as LiveChange)
      }
    })
    answer.on('error', () => undefined)
    answer.once('close', () => hear.fail())
  })
  sent.end()
  return { close: () => current.close() }
}

/**
 * A browser with one page that runs the portal's own code over HTTP: it reads `read()` whenever the stream makes it
 * refetch orders. `sites` are the processes behind one address, in the order in which a proxy tries them.
 */
export function openStreamBrowser(asked: StreamRequest, sites: readonly string[], read: () => number) {
  const seen = { value: -1, at: 0, connections: 0, isPolling: false }
  let isClosed = false
  const stop = followStream(
    {
      lock: (_signal, held) => void held(),
      openChannel: () => ({ post: () => undefined, close: () => undefined }),
      openSource(hear) {
        seen.connections += 1
        return openSource({ ...hear, fail: () => isClosed || hear.fail() }, asked, sites)
      },
      wait(ms, then) {
        const timer = setTimeout(then, ms)
        return () => clearTimeout(timer)
      },
      random: Math.random,
    },
    {
      onTopics(topics) {
        if (topics.includes('orders')) Object.assign(seen, { value: read(), at: performance.now() })
      },
      onStreaming: (isStreaming) => {
        seen.isPolling = !isStreaming
      },
    },
  )
  return {
    seen,
    close() {
      isClosed = true
      stop()
    },
  }
}
