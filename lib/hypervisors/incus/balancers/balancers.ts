import { balancerPaths, certificatesOf, configurationOf, digestOf } from '../../balancer/configuration'
import type { BalancerObservation, BalancerSpec, Balancers } from '../../port/balancer'
import type { CallOptions, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { ensurePrivateNetwork } from '../networks/private-network'
import { direct, undirect } from '../networks/public-address'
import {
  ask,
  configure,
  ensureContainer,
  findContainer,
  hasBalancerImage,
  inOperatorProject,
  listBalancers,
  pair,
  removeContainer,
} from './containers'
import { drainCommands, readBackends, stateCommands } from './control'

/**
 * Load balancers: HAProxy in two containers. The public address leads to the first one that could be
 * configured; the other one is a spare, which takes over when a later call finds the first one dead.
 */
export function incusBalancers(incus: Incus): Balancers<NetworkSpec> {
  return {
    isReady: (options) => hasBalancerImage(incus, options),
    survey: (_zoneCode, options) => listBalancers(incus, options),
    apply: (spec, network, options) => apply(incus, spec, network, options),
    remove: (balancerId, options) => remove(incus, balancerId, options),
    observe: (balancerId, options) => observe(incus, balancerId, options),
    drain: (balancerId, server, options) => drain(incus, balancerId, server, options),
  }
}

async function apply(
  incus: Incus,
  spec: BalancerSpec,
  network: NetworkSpec,
  { signal }: CallOptions,
): Promise<void> {
  const own = inOperatorProject(incus)
  const { balancerId, organisationId, address } = spec
  // Before anything is made: a name that another installation holds refuses the whole call.
  for (const position of pair) await findContainer(own, balancerId, position, signal)
  const bridge = await ensurePrivateNetwork(incus, network, { signal })
  const files = [
    ...certificatesOf(spec.listeners),
    { path: balancerPaths.configuration, content: configurationOf(spec) },
  ]
  const content = { files, digest: digestOf(spec) }
  const failures: unknown[] = []
  let isDirected = false
  for (const position of pair) {
    try {
      const { member, address: privateAddress } = await ensureContainer(
        own,
        spec,
        { position, bridge },
        signal,
      )
      await configure(own, balancerId, position, content, signal)
      if (isDirected) continue
      const isOvn = incus.ovn !== null
      const to = { network: bridge, privateAddress, member: isOvn ? null : member, isOvn }
      await direct(incus, { resourceId: balancerId, organisationId, address, targetId: balancerId }, to, {
        signal,
      })
      isDirected = true
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function remove(incus: Incus, balancerId: string, { signal }: CallOptions): Promise<void> {
  const own = inOperatorProject(incus)
  for (const position of pair) await findContainer(own, balancerId, position, signal)
  await undirect(incus, balancerId, { signal })
  for (const position of pair) await removeContainer(own, balancerId, position, signal)
}

async function observe(
  incus: Incus,
  balancerId: string,
  { signal }: CallOptions,
): Promise<BalancerObservation> {
  const own = inOperatorProject(incus)
  const found = await Promise.all(
    pair.map((position) =>
      findContainer(own, balancerId, position, signal).catch((error: unknown) => {
        if (error instanceof DriverError && error.code === 'conflict_not_ours') return 'foreign' as const
        throw error
      }),
    ),
  )
  const observedAt = incus.now()
  if (found.every((container) => container === null)) return { exists: false, observedAt }
  const ours = !found.includes('foreign')
  const answers = ours
    ? await Promise.all(pair.map((position) => ask(own, balancerId, position, stateCommands, signal)))
    : []
  const [first, second] = answers.flatMap((answer) => (answer === null ? [] : [readBackends(answer)]))
  const backends = (first ?? []).map((backend) => ({
    ...backend,
    connections:
      backend.connections +
      (second?.find(({ instanceId }) => instanceId === backend.instanceId)?.connections ?? 0),
  }))
  const isWhole = second !== undefined
  return { exists: true, ours, isServing: first !== undefined, isWhole, backends, observedAt: incus.now() }
}

async function drain(
  incus: Incus,
  balancerId: string,
  { instanceId, isDraining }: { instanceId: string; isDraining: boolean },
  options: CallOptions,
): Promise<void> {
  const own = inOperatorProject(incus)
  const seen = await observe(incus, balancerId, options)
  if (!seen.exists) throw new DriverError('not_found', { rawText: 'the balancer does not exist' })
  if (!seen.ours)
    throw new DriverError('conflict_not_ours', { rawText: 'the balancer is of another installation' })
  if (!seen.isServing) throw new DriverError('busy', { rawText: 'the balancer does not answer' })
  if (!seen.backends.some((backend) => backend.instanceId === instanceId))
    throw new DriverError('not_found', { rawText: `the pool has no server ${instanceId}` })
  for (const position of pair)
    await ask(own, balancerId, position, drainCommands(instanceId, isDraining), options.signal)
}
