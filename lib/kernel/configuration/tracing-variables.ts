import { headers, ratio, service } from './kinds.ts'
import { sites, type Variable } from './processes.ts'

/** The names are OpenTelemetry's own. Its other variables are not read. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    kind: service,
    use: [...sites, 'worker', 'start'],
    about: 'collector that gets traces by OTLP over HTTP; without it nothing is traced',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    kind: headers,
    use: [...sites, 'worker', 'start'],
    isSecret: true,
    about: 'headers for it, such as its key: `name=value,name=value`',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    kind: ratio,
    use: [...sites, 'worker', 'start'],
    fallback: '0.1',
    about: 'share of the requests whose trace is recorded, from 0 to 1; what fails or is slow always is',
  },
} as const satisfies Record<string, Variable>
