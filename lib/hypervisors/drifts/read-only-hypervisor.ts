import type { Driver } from '../port/driver'
import { DriverError } from '../port/driver-error'
import type { ComparedHypervisor } from './compared-hypervisor'

const reads: ReadonlySet<PropertyKey> = new Set([
  'kind',
  'balancers',
  'survey',
  'surveyAddresses',
  'surveyImages',
  'surveyNetworks',
])

const refusal = () => new DriverError('hypervisor_unreachable', { params: { driver: 'recovery' } })

/** Returns a hypervisor that answers a comparison and refuses every other call: for a database that is held. */
export function readOnlyHypervisor({ surveyor, hostOf }: ComparedHypervisor): ComparedHypervisor {
  return {
    surveyor: readOnlyDriver(surveyor),
    hostOf,
    driverOf: async () => {
      throw refusal()
    },
  }
}

function readOnlyDriver(driver: Driver): Driver {
  return onlyReading(driver, (name) =>
    name === 'balancers' && driver.balancers ? onlyReading(driver.balancers) : undefined,
  )
}

function onlyReading<T extends object>(
  target: T,
  insteadOf: (name: PropertyKey) => unknown = () => undefined,
): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = insteadOf(name) ?? Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return reads.has(name) ? value.bind(target) : async () => Promise.reject(refusal())
    },
  })
}
