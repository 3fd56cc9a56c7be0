import type { QueryClient } from '@tanstack/react-query'
import { signOutEvent } from '~/components/form/sign-out-of-page'
import { browserWiring } from './browser-wiring'
import { followStream } from './follow-stream'
import { announceChanges, onChanges, setStreaming, shows } from './live-changes'

/**
 * Keeps the queries of this page up to date by the stream at `path` while the page is visible, until the returned
 * function is called. Where the browser lacks what tabs need to share a stream, pages poll as they do without one.
 */
export function keepUpdated(client: QueryClient, path: string): () => void {
  const wiring = browserWiring(path)
  if (!wiring) return () => undefined
  let stop: (() => void) | null = null
  const start = () => {
    stop ??= followStream(wiring, {
      onTopics: announceChanges,
      onStreaming(isStreaming) {
        setStreaming(isStreaming)
        // The interval of a query is chosen anew after each look. A tab that is left looks once it is connected again.
        if (!isStreaming && stop)
          void client.invalidateQueries({ predicate: ({ meta }) => Boolean(meta?.topics) })
      },
    })
  }
  const leave = () => {
    const end = stop
    stop = null
    end?.()
  }
  const turn = () => (document.visibilityState === 'visible' ? start() : leave())
  turn()
  document.addEventListener('visibilitychange', turn)
  // A page in the back/forward cache must hold neither the lock nor a connection.
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', turn)
  // The page stays on screen until the answer arrives: its queries would be refused.
  const signOut = () => {
    leave()
    void client.cancelQueries()
  }
  window.addEventListener(signOutEvent, signOut)
  const forget = onChanges((topics) => {
    void client.invalidateQueries({ predicate: ({ meta }) => shows(meta, topics) })
  })
  return () => {
    leave()
    forget()
    document.removeEventListener('visibilitychange', turn)
    window.removeEventListener('pagehide', leave)
    window.removeEventListener('pageshow', turn)
    window.removeEventListener(signOutEvent, signOut)
  }
}
