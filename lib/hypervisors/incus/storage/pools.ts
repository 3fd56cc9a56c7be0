import type { Dispatcher, Pool } from 'undici'
import { at, type IncusAddress, type MemberPlace, openPool, placesOf } from '../wire/address'

type Request = Omit<Dispatcher.RequestOptions, 'path'> & { path: string }

export type Pools = {
  /** Sent to the address that answered last, and to the others in turn while nothing was sent. */
  request(request: Request): Promise<Dispatcher.ResponseData>
  /** The same without a second address, for a body that can be read once. */
  requestOnce(request: Request): Promise<Dispatcher.ResponseData>
  /** The address in use did not answer: the next request begins with another. */
  suspect(): void
  /** The Incus at the address in use. */
  address(): IncusAddress
  places: readonly MemberPlace[]
  destroy(): Promise<void>
}

/** Connections to every address of one Incus, each opened when it is first needed. */
export function openPools(options: IncusAddress): Pools {
  const places = placesOf(options)
  const count = Math.max(1, places.length)
  const open = new Map<number, Pool>()
  let current = 0
  const poolAt = (index: number) => {
    const known = open.get(index) ?? openPool(at(options, places[index]))
    open.set(index, known)
    return known
  }
  const leave = (index: number) => {
    // Another request may have found the next one already.
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
    address: () => at(options, places[current]),
    async destroy() {
      await Promise.all([...open.values()].map((pool) => pool.destroy()))
    },
  }
}

/** Nothing was sent: nobody listens there, or there is no way. */
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

/** The handshake failed: whoever listens there is not the Incus that was approved. */
const isOtherCertificate = (error: unknown) =>
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate_changed'].includes((error as { code?: string }).code ?? '')

const isAborted = (signal: Request['signal']) => signal instanceof AbortSignal && signal.aborted
