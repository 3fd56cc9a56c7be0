import { setTimeout as pause } from 'node:timers/promises'
import { readVariable } from '../configuration/read'
import { log } from '../log'
import type { OpenTracer } from './open-tracer'
import { setTracer } from './tracer'

/** What waits for the collector is sent when a process leaves, for this long at most. */
const leaveMs = 1_500

export type Tracing = {
  /** Sends what waits and ends tracing. Never fails, and takes a limited time. */
  stop(): Promise<void>
}

/**
 * Begins to trace when `OTEL_EXPORTER_OTLP_ENDPOINT` is set. The SDK is loaded only then.
 *
 * @param processName `portal`, `operator` or `worker`: the service that the spans are of
 */
export async function startTracing(processName: string): Promise<Tracing> {
  const endpoint = readVariable('OTEL_EXPORTER_OTLP_ENDPOINT')
  if (!endpoint) return { stop: async () => undefined }
  const { openTracer } = await import('./open-tracer')
  const open = openTracer({
    url: tracesUrl(endpoint),
    headers: headersIn(readVariable('OTEL_EXPORTER_OTLP_HEADERS') ?? ''),
    ratio: Number(readVariable('OTEL_TRACES_SAMPLER_ARG')),
    process: {
      'service.name': `andromede-${processName}`,
      'service.version': process.env.PRODUCT_VERSION ?? 'sources',
      'service.instance.id': crypto.randomUUID(),
    },
  })
  setTracer(open.tracer)
  return { stop: () => stop(open) }
}

async function stop(open: OpenTracer): Promise<void> {
  setTracer(null)
  const closing = open.close().catch((error: unknown) => log.debug({ err: error }, 'spans were not sent'))
  await Promise.race([closing, pause(leaveMs, undefined, { ref: false })])
}

/** The signal's path below the address of the collector. */
function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`
  return url.href
}

/** `name=value,name=value`, with values encoded as in URLs. The form was checked at the start. */
function headersIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter((each) => each.trim() !== '')
      .map((each) => {
        const [name = '', ...value] = each.split('=')
        return [name.trim(), decodeURIComponent(value.join('=').trim())]
      }),
  )
}
