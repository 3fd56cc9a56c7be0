/**
 * A local S3 server with what an upload needs: `PUT /bucket/name`, verified from the received request as the Signature
 * Version 4 reference describes, without our signer. It rejects what the real one rejects: unknown keys, wrong
 * signatures, wrong hashes, a date more than fifteen minutes off, other regions, unknown buckets.
 */
import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { testCertificate } from '~/lib/webhooks/testing/certificate'

export const s3Account = {
  region: 'fr-par',
  bucket: 'compta',
  accessKeyId: 'SCWTESTKEY0000000001',
  secretKey: 'a-secret+of/the=accountants',
}

export type S3Server = {
  endpoint: string
  objects: Map<string, { type: string; body: Buffer }>
  /** The next so many uploads are answered with 503. */
  failNext(times: number): void
  /** Holds all answers until this many requests have arrived. */
  answerTogether(count: number): void
  /** Number of requests received. */
  requests(): number
  close(): Promise<void>
}

export async function openS3Server(clock: () => Date): Promise<S3Server> {
  const objects = new Map<string, { type: string; body: Buffer }>()
  let failing = 0
  let requests = 0
  let together = 0
  const held: (() => void)[] = []
  const server = createServer(testCertificate, async (request, response) => {
    requests += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    if (together > 0) {
      const turn = new Promise<void>((resolve) => held.push(resolve))
      if (held.length >= together) for (const release of held.splice(0)) release()
      await turn
    }
    if (failing > 0) {
      failing -= 1
      return refuse(response, 503, 'SlowDown')
    }
    const wrong = judge(request, body, clock())
    if (wrong) return refuse(response, wrong === 'NoSuchBucket' ? 404 : 403, wrong)
    const name = decodeURIComponent((request.url ?? '').slice(`/${s3Account.bucket}/`.length))
    objects.set(name, { type: `${request.headers['content-type']}`, body })
    response.writeHead(200).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `https://${testCertificate.host}:${port}`,
    objects,
    failNext: (times) => {
      failing = times
    },
    answerTogether: (count) => {
      together = count
    },
    requests: () => requests,
    close: () => new Promise((done) => server.close(() => done())),
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`)
}

/** The error code of the rejection, or null. */
function judge(request: IncomingMessage, body: Buffer, now: Date): string | null {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, keyId, day, region, signed = '', signature] = form.exec(request.headers.authorization ?? '') ?? []
  if (keyId !== s3Account.accessKeyId) return 'InvalidAccessKeyId'
  if (region !== s3Account.region) return 'AuthorizationHeaderMalformed'
  const stamp = `${request.headers['x-amz-date']}`
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!stamp.startsWith(day ?? '?') || !(Math.abs(at - now.getTime()) <= 900_000))
    return 'RequestTimeTooSkewed'
  const hash = createHash('sha256').update(body).digest('hex')
  if (request.headers['x-amz-content-sha256'] !== hash) return 'XAmzContentSHA256Mismatch'
  const names = signed.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((each) => names.includes(each)))
    return 'AccessDenied'
  const [path = '', query = ''] = (request.url ?? '').split('?')
  let canonical = `${request.method}\n${path}\n${query}\n`
  for (const name of names) canonical += `${name}:${`${request.headers[name]}`.trim()}\n`
  canonical += `\n${signed}\n${hash}`
  const scope = `${day}/${region}/s3/aws4_request`
  const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`
  const mac = (key: Buffer, part: string) => createHmac('sha256', key).update(part).digest()
  const kDate = mac(Buffer.from(`AWS4${s3Account.secretKey}`), `${day}`)
  const expected = mac(mac(mac(mac(kDate, `${region}`), 's3'), 'aws4_request'), text).toString('hex')
  if (signature !== expected) return 'SignatureDoesNotMatch'
  return path.startsWith(`/${s3Account.bucket}/`) ? null : 'NoSuchBucket'
}
