import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type SunkSpan = {
  service: string
  name: string
  traceId: string
  spanId: string
  /** Null for the first of a trace. */
  parentSpanId: string | null
  attributes: Record<string, unknown>
  links: string[]
  isFailed: boolean
  startedAt: number
  endedAt: number
}

export type OtlpSink = {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string
  spans: SunkSpan[]
  /** Headers of the latest request. */
  headers(): Record<string, unknown>
  stop(): Promise<void>
}

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean; doubleValue?: number }
type Pairs = { key: string; value: Value }[]
type Received = {
  resourceSpans: {
    resource: { attributes: Pairs }
    scopeSpans: {
      spans: {
        name: string
        traceId: string
        spanId: string
        parentSpanId?: string
        attributes?: Pairs
        links?: { traceId: string }[]
        status?: { code?: number }
        startTimeUnixNano: string
        endTimeUnixNano: string
      }[]
    }[]
  }[]
}

/** A collector that keeps what it gets, in the JSON form of OTLP over HTTP; it answers with `status`. */
export async function startOtlpSink(status = 200): Promise<OtlpSink> {
  const spans: SunkSpan[] = []
  let headers: Record<string, unknown> = {}
  const server = createServer(async (request, response) => {
    const received = (await json(request)) as Received
    headers = request.headers
    if (request.url === '/v1/traces' && status === 200) spans.push(...received.resourceSpans.flatMap(spansOf))
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers: () => headers,
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function spansOf({ resource, scopeSpans }: Received['resourceSpans'][number]): SunkSpan[] {
  const service = String(valuesOf(resource.attributes)['service.name'])
  return scopeSpans.flatMap((scope) =>
    scope.spans.map((span) => ({
      service,
      name: span.name,
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId || null,
      attributes: valuesOf(span.attributes ?? []),
      links: (span.links ?? []).map((link) => link.traceId),
      isFailed: span.status?.code === 2,
      startedAt: Number(span.startTimeUnixNano) / 1e6,
      endedAt: Number(span.endTimeUnixNano) / 1e6,
    })),
  )
}

const valuesOf = (pairs: Pairs) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]))

/** Spans whose parent never arrived. */
export function orphansIn(spans: readonly SunkSpan[]): SunkSpan[] {
  const known = new Set(spans.map((span) => span.spanId))
  return spans.filter((span) => span.parentSpanId !== null && !known.has(span.parentSpanId))
}
