import { isIPv4 } from 'node:net'
import type { CallOptions, Reachability } from '../driver'
import { DriverError } from '../driver-error'
import type { Incus } from './context'
import { execInside } from './exec'
import { assertOwnInstance, findInstance, toObservation } from './instance-record'

const httpTimeoutSeconds = 2

/**
 * One look at whether the server answers. It runs and has an address; then, when its image carries the
 * property `andromede.probe` = `http:<port>`, that port of that address must answer, otherwise its guest
 * must run a command.
 */
export async function probeReachable(
  incus: Incus,
  resourceId: string,
  options: CallOptions,
): Promise<Reachability> {
  const found = await findInstance(incus, resourceId, { ...options, withState: true })
  if (!found) throw new DriverError('not_found', { params: { resourceId } })
  assertOwnInstance(incus, resourceId, found.record)
  const seen = toObservation(found.record, { resourceId, installation: incus.installation }, incus.now())
  if (!seen.exists || seen.power !== 'running') return { reachable: false, text: found.record.status }
  const address = seen.addresses.find(isIPv4) ?? seen.addresses[0]
  if (!address) return { reachable: false, text: 'no address yet' }
  const port = /^http:(\d{1,5})$/.exec(found.record.config['image.andromede.probe'] ?? '')?.[1]
  if (!port) {
    const { exitCode } = await execInside(incus, resourceId, ['true'], options)
    return { reachable: exitCode === 0, text: address }
  }
  const { exitCode, stdout } = await httpGet(incus, resourceId, `http://${host(address)}:${port}/`, options)
  return exitCode === 0
    ? { reachable: true, text: stdout.trim().slice(0, 200) }
    : { reachable: false, text: `no answer on ${address} port ${port}` }
}

/** An HTTP GET of `path` on the server's own address, sent from inside the server. */
export async function httpGetFromInside(
  incus: Incus,
  resourceId: string,
  path: string,
  options: CallOptions,
): Promise<string> {
  const found = await findInstance(incus, resourceId, { ...options, withState: true })
  if (!found) throw new DriverError('not_found', { params: { resourceId } })
  const seen = toObservation(found.record, { resourceId, installation: incus.installation }, incus.now())
  const address = seen.exists ? seen.addresses[0] : undefined
  if (!address) throw new DriverError('operation_failed', { rawText: 'the server has no address' })
  const { exitCode, stdout } = await httpGet(incus, resourceId, `http://${host(address)}${path}`, options)
  if (exitCode !== 0)
    throw new DriverError('operation_failed', { rawText: `no HTTP answer (exit code ${exitCode})` })
  return stdout
}

function httpGet(incus: Incus, resourceId: string, url: string, options: CallOptions) {
  return execInside(
    incus,
    resourceId,
    ['wget', '-q', '-O', '-', '-T', String(httpTimeoutSeconds), url],
    options,
  )
}

function host(address: string): string {
  return isIPv4(address) ? address : `[${address}]`
}
