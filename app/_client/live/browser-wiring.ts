import type { LiveChange } from '~/lib/live/client'
import type { Wiring } from './follow-stream'

/** The wiring of this browser for the stream at `path`; null where it lacks locks or channels (an insecure origin). */
export function browserWiring(path: string): Wiring | null {
  if (!navigator.locks || typeof BroadcastChannel === 'undefined' || typeof EventSource === 'undefined')
    return null
  const name = `stream ${path}`
  return {
    lock(signal, held) {
      // Given up before it was granted: nothing to do.
      navigator.locks.request(name, { signal }, held).catch(() => undefined)
    },
    openChannel(receive) {
      const channel = new BroadcastChannel(name)
      channel.onmessage = ({ data }) => receive(data)
      return { post: (message) => channel.postMessage(message), close: () => channel.close() }
    },
    openSource({ open, change, fail }) {
      const source = new EventSource(path)
      source.onopen = open
      source.addEventListener('change', ({ data }) => change(JSON.parse(data) as LiveChange))
      source.onerror = fail
      return { close: () => source.close() }
    },
    wait(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  }
}
