import { uploadBytesMax } from '~/lib/kernel/files/upload-size'
import type { WebSurface } from '../surface'
import { isPlainActionBody } from './action-body'
import { isForeignAction } from './action-surfaces'
import {
  cardNoticePath,
  isPublicFile,
  isServedPath,
  isStaticPath,
  isUploadPath,
  meteringPath,
} from './surface-paths'

export type ProxyFacts = {
  surface: WebSurface
  method: string
  pathname: string
  headers: Headers
  /** Origin of `NEXTAUTH_URL`. Host and X-Forwarded-Host come from the client and prove nothing. */
  expectedOrigin: string
  /** Sent by this process to itself, when an action is forwarded to its page: already checked on its first pass. */
  isOwnHop: boolean
}

const bodyBytesMax = 256 * 1024
/** Five thousand measurements of two hundred characters, doubled. */
const measurementBytesMax = 2_000_000
/** A key and an amount. */
const noticeBytesMax = 4 * 1024

/**
 * The status with which a request is rejected before the application runs, or null. It decides no permissions: use
 * cases do. Pure.
 */
export function refusalStatus(facts: ProxyFacts): number | null {
  const { method, pathname, headers, surface } = facts
  if (!isServedPath(surface, pathname)) return 404
  if (method === 'GET' || method === 'HEAD') return null
  if (method !== 'POST') return 405
  // Machines authenticate with a key, which no browser sends by itself, and send no origin.
  if (pathname === meteringPath && !headers.has('next-action'))
    return bodyRefusal(headers, measurementBytesMax)
  if (pathname === cardNoticePath && !headers.has('next-action')) return bodyRefusal(headers, noticeBytesMax)
  const isUpload = isUploadPath(pathname) && !headers.has('next-action')
  if (!isUpload && !acceptsPost(pathname, headers)) return 405
  if (!isSameOrigin(headers, facts.expectedOrigin)) return 403
  if (isUpload)
    return headers.get('content-type') === 'application/octet-stream'
      ? bodyRefusal(headers, uploadBytesMax)
      : 415
  return facts.isOwnHop ? null : bodyRefusal(headers, bodyBytesMax)
}

/** Rejections that need the body of a server action or the list of actions; see the two modules. */
export async function actionRefusal(request: Request, surface: WebSurface): Promise<number | null> {
  const actionId = request.headers.get('next-action')
  if (actionId === null || request.method !== 'POST') return null
  if (isForeignAction(surface, actionId)) return 404
  if (!request.headers.get('content-type')?.startsWith('text/plain')) return 415
  return isPlainActionBody(await request.text()) ? null : 400
}

/** Pages accept server actions, which carry `Next-Action`; of the routes, only sign-in accepts posts of a browser. */
function acceptsPost(pathname: string, headers: Headers): boolean {
  if (pathname.startsWith('/api/')) return pathname.startsWith('/api/auth/')
  if (isStaticPath(pathname) || isPublicFile(pathname)) return false
  return headers.has('next-action')
}

/** Browsers send the source of a request in `Origin` or, if omitted, in `Sec-Fetch-Site`. */
export function isSameOrigin(headers: Headers, expectedOrigin: string): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  return origin === null ? site === 'same-origin' : origin === expectedOrigin
}

function bodyRefusal(headers: Headers, bytesMax: number): number | null {
  const length = headers.get('content-length')
  // A body of unknown length could only be measured by reading it.
  if (length === null) return headers.has('transfer-encoding') ? 411 : null
  if (!/^[0-9]{1,15}$/.test(length)) return 400
  return Number(length) > bytesMax ? 413 : null
}
