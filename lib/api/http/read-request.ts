import type { IncomingMessage } from 'node:http'
import { DomainError } from '~/lib/kernel/errors'

export const bodyBytesMax = 1_048_576

/** Each parameter of an address at most once, and no token among them. @throws DomainError `invalid_input` */
export function readQuery(search: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of search) {
    if (/^(access_?token|api_?key|token)$/i.test(name) || value.startsWith('andr_'))
      throw invalid(name, 'token_in_address')
    if (name in query) throw invalid(name, 'twice')
    query[name] = value
  }
  return query
}

/**
 * The JSON body of a request; undefined without one.
 *
 * @throws DomainError `unsupported_media_type`, `payload_too_large`, `invalid_input` (`json`)
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return undefined
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/(merge-patch\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type))
    throw new DomainError('unsupported_media_type')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid(undefined, 'json')
  }
  if (isDeep(text)) throw invalid(undefined, 'json')
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw invalid(undefined, 'json')
  }
}

/** The file that is the body; its reader limits its size. @throws DomainError `unsupported_media_type` */
export function readFile(request: IncomingMessage): AsyncIterable<Uint8Array> {
  if (!/^application\/octet-stream$/i.test(request.headers['content-type'] ?? ''))
    throw new DomainError('unsupported_media_type')
  return request
}

const depthMax = 64

/** Whether lists and objects are nested deeper than any request needs: what walks them would run out of stack. Pure. */
function isDeep(text: string): boolean {
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]
    if (mark === '"') isInText = !isInText
    else if (isInText) at += mark === '\\' ? 1 : 0
    else if (mark === '[' || mark === '{') depth += 1
    else if (mark === ']' || mark === '}') depth -= 1
    if (depth > depthMax) return true
  }
  return false
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax)
    throw new DomainError('payload_too_large')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bodyBytesMax) throw new DomainError('payload_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The secret in `Authorization: Bearer …`. @throws DomainError `unauthenticated` (`token_missing`) */
export function readBearer(authorization: string | undefined): string {
  const secret = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1]
  if (!secret) throw new DomainError('unauthenticated', { params: { reason: 'token_missing' } })
  return secret
}

const keyForm = /^[A-Za-z0-9_-]{16,64}$/

/** The caller's `Idempotency-Key`; null without one. @throws DomainError `invalid_input` */
export function readKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = header.replace(/^"(.*)"$/, '$1')
  if (!keyForm.test(key)) throw invalid('Idempotency-Key', 'idempotency_key')
  return key
}

/** Seconds that the caller waits for the end of an operation: `Prefer: wait=30`, at most 60. Pure. */
export function readWait(prefer: string | undefined): number {
  const asked = /(?:^|,)\s*wait=(\d{1,6})\s*(?:[,;]|$)/.exec(prefer ?? '')?.[1]
  return asked ? Math.min(Number(asked), 60) : 0
}

function invalid(field: string | undefined, reason: string): DomainError {
  return new DomainError('invalid_input', { ...(field && { field }), params: { reason } })
}
