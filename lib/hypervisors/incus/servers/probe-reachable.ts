import { isIPv4 } from 'node:net'
import type { CallOptions, ProbeTarget, Reachability } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { execInside } from './exec'
import { findInstance, type InstanceRecord, toObservation } from './instance-record'
import { findAddress, probeAt } from './probe'

const httpTimeoutSeconds = 2

/**
 * Probes the server once. It must run and have an address. If its image has the property `andromede.probe` =
 * `http:<port>` or `tcp:<port>`, that port must answer the zone's vantage; otherwise the address itself must.
 *
 * @throws DriverError also `vantage_away`
 */
export async function probeReachable(
  incus: Incus,
  resourceId: string,
  options: CallOptions,
): Promise<Reachability> {
  const { record, address, text } = await findAddress(incus, resourceId, options)
  if (address === null) return { reachable: false, text }
  const answer = await probeAt(incus, record, address, targetOf(record), options)
  if (answer.state === 'unknown') throw new DriverError('vantage_away', { rawText: answer.text })
  return { reachable: answer.state === 'up', text: answer.text }
}

function targetOf({ config }: InstanceRecord): ProbeTarget {
  const [, protocol, port] = /^(http|tcp):(\d{1,5})$/.exec(config['image.andromede.probe'] ?? '') ?? []
  return protocol ? { protocol: protocol as 'http' | 'tcp', port: Number(port) } : { protocol: 'icmp' }
}

/** Sends an HTTP GET of `path` to the server's own address, from inside the server. */
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
