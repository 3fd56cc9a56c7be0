import type { Dispatcher, Pool } from 'undici'
import { type IncusAddress, type MemberPlace, openPool, placesOf, withPlace } from '../wire/address'

type Request = Omit<Dispatcher.RequestOptions, 'path'> & { path: string }

export type Pools = {
  /** Sends to the address that answered last, and to the others in turn as long as nothing was sent. */
  request(request: Request): Promise<Dispatcher.ResponseData>
  /** The same with one address only, for a body that can be read once. */
  requestOnce(request: Request): Promise<Dispatcher.ResponseData>
  /** The current address did not answer: the next request starts with another. */
  suspect(): void
  /** The Incus at the current address. */
  address(): IncusAddress
  places: readonly MemberPlace[]
  destroy(): Promise<void>
}

/** Connections to every address of one Incus, each opened on first use. */
export function openPools(options: IncusAddress): Pools {
  const places = placesOf(options)
  const count = Math.max(1, places.length)
  const open = new Map<number, Pool>()
  let current = 0
  const poolAt = (index: number) => {
    const known = open.get(index) ?? openPool(withPlace(options, places[index]))
    open.set(index, known)
    return known
  }
  const leave = (index: number) => {
    // Another request may already have switched.
    if (current === index) current = (index + 1) % count
  }
  async function requestOnce(request: Request): Promise<Dispatcher.ResponseData> {
    const index = current
    try {
      return await poolAt(index).request(request)
    } catch (error) {
      if (wasNotSent(error) || isOtherCertificate(error)) leave(index)
      throw error
    }
  }
  return {
    places,
    requestOnce,
    async request(request) {
      for (let left = count - 1; ; left -= 1) {
        try {
          return await requestOnce(request)
        } catch (error) {
          const isElsewhere = wasNotSent(error) || isOtherCertificate(error)
          if (!isElsewhere || left === 0 || isAborted(request.signal)) throw error
        }
      }
    },
    suspect: () => leave(current),
    address: () => withPlace(options, places[current]),
    async destroy() {
      await Promise.all([...open.values()].map((pool) => pool.destroy()))
    },
  }
}

/** Errors before anything was sent: nothing listens there, or there is no route. */
const refusals: readonly string[] = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ENOENT',
  'EACCES',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
]

export function wasNotSent(error: unknown): boolean {
  return refusals.includes((error as { code?: string }).code ?? '')
}

/** The handshake failed: the server there is not the approved Incus. */
const isOtherCertificate = (error: unknown) =>
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate_changed'].includes((error as { code?: string }).code ?? '')

const isAborted = (signal: Request['signal']) => signal instanceof AbortSignal && signal.aborted
