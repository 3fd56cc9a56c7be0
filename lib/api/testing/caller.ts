import { afterAll, beforeAll, expect } from 'vitest'
import type { z } from 'zod'
import { openApiDocument } from '../document/openapi'
import { problem } from '../http/problem'
import { type ApiServer, startApiServer } from '../http/server'
import { operations } from '../operations'

export type Called = { status: number; headers: Headers; body: unknown; text: string }
export type Sent = { body?: unknown; raw?: BodyInit; headers?: Record<string, string> }

/** An API in this process for one file of tests, on a free port; each answer must fit its document. */
export function useApi(options: { perMinute?: number; now?: () => Date } = {}) {
  let server: ApiServer
  beforeAll(async () => {
    server = await startApiServer({
      host: '127.0.0.1',
      port: 0,
      operations,
      document: JSON.stringify(openApiDocument(operations)),
      trustedProxies: 0,
      now: options.now ?? (() => new Date()),
      perMinute: options.perMinute ?? 1_000_000,
    })
  })
  afterAll(() => server.stop(1_000))

  async function call(secret: string | null, method: string, path: string, sent: Sent = {}): Promise<Called> {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method,
      headers: {
        ...(secret !== null && { authorization: `Bearer ${secret}` }),
        ...(sent.body !== undefined && { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
      ...(sent.raw !== undefined && { body: sent.raw, duplex: 'half' }),
    } as RequestInit)
    const text = await response.text()
    const { status, headers } = response
    const isJson = /^application\/(json|problem\+json)/.test(headers.get('content-type') ?? '')
    const body = isJson && text !== '' ? (JSON.parse(text) as unknown) : null
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    if (status >= 400) {
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      const parsed = problem.parse(body) as z.output<typeof problem>
      expect([parsed.status, parsed.instance]).toEqual([status, headers.get('x-request-id')])
      expect(parsed.detail).not.toMatch(/^(errors\.|unexpected)/)
    }
    return { status, headers, body, text }
  }
  return { call, port: () => server.port }
}
