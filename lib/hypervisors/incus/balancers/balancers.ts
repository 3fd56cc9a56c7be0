import { balancerPaths, certificatesOf, configurationOf, digestOf } from '../../balancer/configuration'
import { servesWithout } from '../../balancer/serves-without'
import type { BalancerObservation, BalancerSpec, Balancers, WriteOptions } from '../../port/balancer'
import type { CallOptions, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { ensurePrivateNetwork } from '../networks/private-network'
import { direct, listTargets, undirect } from '../networks/public-address'
import type { InstanceRecord } from '../servers/instance-record'
import {
  ask,
  configure,
  containerName,
  ensureContainer,
  findBalancerImage,
  findContainer,
  inOperatorProject,
  type Position,
  pair,
  removeContainer,
} from './containers'
import { drainCommands, joinBackends, readBackends, readDigest, readHeld, stateCommands } from './control'
import { chooseMember, memberDown, memberOfPart, type Pair, readPair } from './pair'
import { rate, waitForConnections } from './renewal'
import { findHolders, sharingFile, waitUntilHeld } from './sharing'
import { hasRefusedMove, memberToSpread, spread } from './spread'
import { surveyBalancers } from './survey'

/**
 * Load balancers: HAProxy in two containers, on two members of a cluster. On OVN the public address leads to an address that
 * both share: whichever works holds it, without us and without Incus, which changes no forward while a member is dead.
 * Otherwise it leads to one that could be configured; the other one is a spare, which takes over when a later call finds the
 * first one or its member dead.
 */
export function incusBalancers(incus: Incus): Balancers<NetworkSpec> {
  return {
    isReady: async (options) => (await findBalancerImage(incus, options)) !== null,
    survey: (_zoneCode, options) => surveyBalancers(incus, options),
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
  options: WriteOptions,
): Promise<void> {
  const { signal, beforeWrite } = options
  const own = inOperatorProject(incus)
  const { balancerId } = spec
  const { parts, online, offline } = await readPair(own, balancerId, signal)
  // Before anything is made: a name that another installation holds refuses the whole call.
  if (parts.some(({ part }) => part.state === 'foreign')) throw foreign()
  await beforeWrite?.()
  const bridge = await ensurePrivateNetwork(incus, network, { signal })
  const files = [
    ...certificatesOf(spec.listeners),
    { path: balancerPaths.configuration, content: configurationOf(spec) },
  ]
  const digest = digestOf(spec)
  const shared = incus.ovn === null ? null : spec.sharedAddress
  const members = parts.map(({ part }) => memberOfPart(part))
  const failures: DriverError[] = []
  let isDirected = false
  let isShared = false
  const led = await listTargets(incus, balancerId, bridge, { signal })
  const image = options.replacesOutdated ? await findBalancerImage(incus, { signal }) : null
  const holders = await findHolders(own, parts, shared, signal)
  const rated = parts.map((each) => rate(own, spec, each, { led, holders, shared, bridge, image }))
  const turns = [...rated].sort((a, b) => a.rank - b.rank)
  const configureAt = async (position: Position) => {
    const sharing = sharingFile(spec, position, shared)
    await beforeWrite?.()
    await configure(own, balancerId, position, { files: [...files, ...sharing], digest }, signal)
  }
  const lead = async (privateAddress: string, name: string, member: string | null) => {
    await beforeWrite?.()
    const isOvn = incus.ovn !== null
    const to = { network: bridge, privateAddress, member: isOvn ? null : member, isOvn, offline }
    await directTo(incus, spec, to, { name, signal })
    isShared = privateAddress === shared
  }
  for (const [turn, { position, part, address, isLed, isHolder, isKept }] of turns.entries()) {
    const index = position - 1
    try {
      const name = containerName(balancerId, position)
      if (part.state === 'unreachable')
        throw memberDown(`${name} is on ${part.member}, which is offline`, part.member)
      if (part.state === 'found' && isLed && !isKept && isDirected && options.replacesOutdated)
        await waitForConnections(own, part.record, options)
      const target = chooseMember(online, balancerId, position, members[1 - index] ?? null)
      // The one that serves is not made again before the other one does.
      const keeps = () => isKept || (isLed && !isDirected)
      const place = { position, card: { bridge, address }, target, keeps }
      const member = await ensureContainer(own, spec, place, options)
      members[index] = member
      await configureAt(position)
      if (isDirected) continue
      // One that is made again may hold the shared address until then, and one must hold it before it is led to.
      const isRenewing = turns.slice(turn + 1).some((next) => next.part.state === 'found' && !next.isKept)
      const isReady = (isHolder || !isRenewing) && (led.length === 0 || led.includes(shared ?? ''))
      await lead(shared !== null && isReady ? shared : address, name, member)
      isDirected = true
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw joined(failures)
  if (shared !== null && !isShared) {
    await waitUntilHeld(own, balancerId, shared, options)
    await lead(shared, 'the shared address', null)
  }
  const target = hasRefusedMove(parts, own.now()) ? null : memberToSpread(members, online, balancerId)
  const [first, second] = turns.map(({ position }) => position)
  if (target && first && second)
    await configureAt(await spread(own, spec, { first, second, target }, options))
}

async function directTo(
  incus: Incus,
  { balancerId, organisationId, address }: BalancerSpec,
  to: Parameters<typeof direct>[2],
  { name, signal }: { name: string; signal: AbortSignal },
): Promise<void> {
  const lead = { resourceId: balancerId, organisationId, address, targetId: balancerId }
  await direct(incus, lead, to, { signal }).catch((error: unknown) => {
    const hosts = error instanceof DriverError && error.code === 'member_down' && error.params.hosts
    if (!hosts) throw error
    throw memberDown(`the address cannot lead to ${name} while members are offline: ${hosts}`, hosts)
  })
}

/** One failure with the texts of all. Its code is that of one that has another cause than a dead member, if there is one. */
function joined(failures: readonly DriverError[]): DriverError {
  const cause = failures.find(({ code }) => code !== 'member_down') ?? failures[0]
  const rawText = failures.map((failure) => failure.rawText).join('; ')
  return new DriverError(cause?.code ?? 'operation_failed', { rawText, params: { ...cause?.params }, cause })
}

const foreign = () =>
  new DriverError('conflict_not_ours', { rawText: 'the balancer was not made by this installation' })

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
  const { parts, online } = await readPair(own, balancerId, signal)
  const observedAt = incus.now()
  if (parts.every(({ part }) => part.state === 'absent')) return { exists: false, observedAt }
  if (parts.some(({ part }) => part.state === 'foreign'))
    return {
      exists: true,
      ours: false,
      isServing: false,
      isWhole: false,
      digest: null,
      backends: [],
      observedAt,
    }
  const answers = await askEach(own, parts, signal)
  const backends = joinBackends(answers.map(({ backends }) => backends))
  const records = parts.flatMap(({ part }) => (part.state === 'found' ? [part.record] : []))
  const targets = await targetsOf(incus, balancerId, records, signal)
  const isServing = answers.some(({ addresses }) => targets.some((target) => addresses.includes(target)))
  // Led to one of them, they share no address.
  const isShared = targets.some((target) => !answers.some(({ card }) => card === target))
  const members = parts.map(({ part }) => memberOfPart(part))
  const isWhole =
    answers.length === parts.length &&
    (!isShared || answers.every(({ isSharing }) => isSharing)) &&
    (memberToSpread(members, online, balancerId) === null || hasRefusedMove(parts, observedAt))
  const digests = new Set(answers.map(({ digest }) => digest))
  const digest = digests.size === 1 ? ([...digests][0] ?? null) : null
  return { exists: true, ours: true, isServing, isWhole, digest, backends, observedAt: incus.now() }
}

/** What the containers that answer tell. */
async function askEach(own: Incus, parts: Pair['parts'], signal: AbortSignal) {
  const told = await Promise.all(
    parts.map(async ({ part }) => {
      if (part.state !== 'found') return []
      const answer = await ask(own, part.record, stateCommands, signal)
      if (answer === null) return []
      const { record } = part
      const held = holderOf(record, answer)
      return [{ record, backends: readBackends(answer), digest: readDigest(answer), ...held }]
    }),
  )
  return told.flat()
}

/** What a container that answers is reached on. */
function holderOf({ devices }: InstanceRecord, answer: string) {
  const card = devices.eth0?.['ipv4.address']
  const { addresses, isSharing } = readHeld(answer)
  return { card, addresses: [...addresses, ...(card ? [card] : [])], isSharing }
}

/** Where the public address leads on the network of these containers. */
async function targetsOf(
  incus: Incus,
  balancerId: string,
  records: readonly InstanceRecord[],
  signal: AbortSignal,
): Promise<string[]> {
  const networks = new Set(records.flatMap(({ devices }) => devices.eth0?.network ?? []))
  const led = await Promise.all(
    [...networks].map((network) => listTargets(incus, balancerId, network, { signal })),
  )
  return led.flat()
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
  const change = isDraining
    ? { isDraining }
    : { isDraining, isNeeded: !servesWithout(seen.backends, instanceId) }
  // One on a dead member does not know when it is back: an observation corrects that, and no other one that knows.
  const { parts } = await readPair(own, balancerId, options.signal)
  for (const { record, backends } of await askEach(own, parts, options.signal))
    if (backends.some((each) => each.instanceId === instanceId && each.isDraining !== isDraining))
      await ask(own, record, drainCommands(instanceId, change), options.signal)
}
