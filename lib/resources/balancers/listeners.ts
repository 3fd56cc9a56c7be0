export type ListenerChoice = {
  port: number
  protocol: 'tcp' | 'http' | 'https'
  certificateId: string | null
  redirectsToHttps: boolean
}

export const listenersMax = 10
export type ListenerFault =
  | 'listeners_missing'
  | 'listeners_too_many'
  | 'listener_port'
  | 'listener_port_twice'
  | 'listener_without_certificate'
  | 'listener_with_certificate'
  | 'redirect_from_port'
  | 'redirect_without_https'

/** The first fault of a balancer's listeners, with its position in the list; null when there is none. Pure. */
export function findListenerFault(
  listeners: readonly ListenerChoice[],
): { at: number; reason: ListenerFault } | null {
  if (listeners.length === 0) return { at: 0, reason: 'listeners_missing' }
  if (listeners.length > listenersMax) return { at: listenersMax, reason: 'listeners_too_many' }
  const hasHttps = listeners.some(({ protocol, port }) => protocol === 'https' && port === 443)
  for (const [at, { port, protocol, certificateId, redirectsToHttps }] of listeners.entries()) {
    const refuse = (reason: ListenerFault) => ({ at, reason })
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return refuse('listener_port')
    if (listeners.findIndex((each) => each.port === port) !== at) return refuse('listener_port_twice')
    if (protocol === 'https' && certificateId === null) return refuse('listener_without_certificate')
    if (protocol !== 'https' && certificateId !== null) return refuse('listener_with_certificate')
    if (!redirectsToHttps) continue
    // The redirect names no port, so that browsers go from 80 to 443.
    if (protocol !== 'http' || port !== 80) return refuse('redirect_from_port')
    if (!hasHttps) return refuse('redirect_without_https')
  }
  return null
}
