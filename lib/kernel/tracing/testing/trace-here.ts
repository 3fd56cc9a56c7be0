import { openTracer } from '../open-tracer'
import { setTracer } from '../tracer'
import { type OtlpSink, startOtlpSink } from './otlp-sink'

export type TraceHere = OtlpSink & {
  /** The spans that ended so far. */
  sent(): Promise<OtlpSink['spans']>
}

/** Traces this process into a sink until `stop`. */
export async function traceHere(ratio = 1): Promise<TraceHere> {
  const sink = await startOtlpSink()
  const process = { 'service.name': 'andromede-test' }
  const open = openTracer({ url: `${sink.url}/v1/traces`, headers: {}, ratio, process })
  setTracer(open.tracer)
  return {
    ...sink,
    async sent() {
      await open.flush()
      return sink.spans
    },
    async stop() {
      setTracer(null)
      await open.close()
      await sink.stop()
    },
  }
}
