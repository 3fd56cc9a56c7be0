import { count, isRecording, observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import { inChildSpan, isTracing } from '~/lib/kernel/tracing/tracer'
import { DriverError } from './port/driver-error'

/** They last as long as their caller listens, or end the connection. */
const unmeasured = ['watchInstances', 'close', 'scopedTo']

/** The same driver, whose calls are counted and traced for this zone; without metrics and traces, the driver itself. */
export function measuredDriver<D extends object>(driver: D, zoneCode: string): D {
  if (!isRecording() && !isTracing()) return driver
  return new Proxy(driver, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function' || typeof key !== 'string' || unmeasured.includes(key)) return member
      const span = { kind: 'client', attributes: { 'andromede.zone': zoneCode } } as const
      return (...input: unknown[]) =>
        measure(zoneCode, key, () =>
          inChildSpan(`driver ${key}`, span, async () => member.apply(target, input)),
        )
    },
  })
}

async function measure(zone: string, operation: string, call: () => unknown): Promise<unknown> {
  const startedAt = performance.now()
  try {
    return await call()
  } catch (error) {
    count('driverFailures', { zone, code: error instanceof DriverError ? error.code : 'other' })
    throw error
  } finally {
    observe('driverSeconds', { zone, operation }, secondsSince(startedAt))
  }
}
