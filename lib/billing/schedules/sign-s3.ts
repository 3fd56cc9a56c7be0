/**
 * AWS Signature Version 4 in headers, for S3 and compatible services (docs.aws.amazon.com,
 * sigv4-auth-using-authorization-header).
 */
import { createHash, createHmac } from 'node:crypto'

export type S3Request = {
  method: 'GET' | 'PUT'
  url: URL
  /** Signed with the request, in addition to the host, the date and the body hash. */
  headers: Readonly<Record<string, string>>
  /** SHA-256 of the body, lower-case hexadecimal. */
  bodySha256: string
}
export type S3Key = { region: string; accessKeyId: string; secretKey: string }

/** The headers to send, including the given ones. Pure. */
export function signS3(request: S3Request, key: S3Key, now: Date): Record<string, string> {
  const at = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': request.bodySha256,
    'x-amz-date': at,
  }
  const names = Object.keys(headers).sort()
  const signedHeaders = names.join(';')
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url.searchParams),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    request.bodySha256,
  ].join('\n')
  const scope = `${at.slice(0, 8)}/${key.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const signingKey = [at.slice(0, 8), key.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${key.secretKey}`,
  )
  const signature = hmac(signingKey, toSign).toString('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`,
  }
}

/** The path-style URL of an object; every byte except unreserved ones and slashes is escaped once. Pure. */
export function objectUrl(endpoint: string, bucket: string, key: string): URL {
  const base = endpoint.replace(/\/+$/, '')
  return new URL(`${base}/${escapeBytes(bucket)}/${key.split('/').map(escapeBytes).join('/')}`)
}

const escapeBytes = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${escapeBytes(name)}=${escapeBytes(value)}`)
    .sort()
    .join('&')
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest()
