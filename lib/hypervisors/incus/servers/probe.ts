import type { CallOptions, ProbeAnswer, ProbeTarget } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { ownAddress, usualCard } from '../networks/own-address'
import { vantageOn } from '../networks/vantage-card'
import { prepareVantage, runInVantage } from '../zone/vantage'
import { assertOwnInstance, findInstance, type InstanceRecord, toObservation } from './instance-record'
import { unableExitCode } from './probe-script'

/** Whether the server answers its member's vantage, on the network of its first card. */
export async function probe(
  incus: Incus,
  resourceId: string,
  target: ProbeTarget,
  options: CallOptions,
): Promise<ProbeAnswer> {
  const { record, address, text } = await findAddress(incus, resourceId, options)
  return address === null ? { state: 'down', text } : probeAt(incus, record, address, target, options)
}

/** Returns the address of a running server; null with the reason when it has none. */
export async function findAddress(incus: Incus, resourceId: string, options: CallOptions) {
  const found = await findInstance(incus, resourceId, { ...options, withState: true })
  if (!found) throw new DriverError('not_found', { params: { resourceId } })
  const { record } = found
  assertOwnInstance(incus, resourceId, record)
  const seen = toObservation(record, { resourceId, installation: incus.installation }, incus.now())
  const isRunning = seen.exists && seen.power === 'running'
  const address = isRunning ? await ownAddress(incus, record, seen.addresses, options.signal) : null
  return { record, address, text: isRunning ? 'no address yet' : record.status }
}

export async function probeAt(
  incus: Incus,
  record: InstanceRecord,
  address: string,
  target: ProbeTarget,
  { signal }: CallOptions,
): Promise<ProbeAnswer> {
  const port = target.protocol === 'icmp' ? '' : String(target.port)
  const member = record.location && record.location !== 'none' ? record.location : null
  try {
    const vantage = await vantageOn(incus, bridgeOf(record), member, signal)
    const question = [target.protocol, address, port]
    const { exitCode, stdout } = await runInVantage(incus, vantage, question, signal)
    const output = stdout.trim().slice(0, 200)
    if (exitCode === 0) return { state: 'up', text: output || address }
    if (exitCode === unableExitCode)
      return { state: 'unknown', text: output || `the vantage cannot probe by ${target.protocol}` }
    return { state: 'down', text: `no answer on ${address}${port && ` port ${port}`}` }
  } catch (error) {
    // A failed probe is no evidence about the server.
    if (error instanceof DriverError) return { state: 'unknown', text: error.rawText || error.code }
    throw error
  }
}

/** Connects the vantage of the server's member to the server's network, so that the first probe finds it ready. */
export async function prepareProbe(
  incus: Incus,
  where: { member: string | null; bridge: string },
  signal: AbortSignal,
): Promise<void> {
  const prepare = async () =>
    prepareVantage(incus, await vantageOn(incus, where.bridge, where.member, signal), signal)
  // A failure occurs again in the probe itself, which reports it.
  await prepare().catch(() => undefined)
}

function bridgeOf(record: InstanceRecord): string {
  const bridge = usualCard(record)?.network
  if (!bridge) throw new DriverError('vantage_away', { rawText: 'the server is on no network that is known' })
  return bridge
}
