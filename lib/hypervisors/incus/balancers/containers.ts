/**
 * A balancer is two small containers of the operator's project on the customer's network. They count against no limit
 * of the customer and appear in no list of servers.
 */
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { sharingPath } from '../../balancer/shared-address'
import type { BalancerSpec, WriteOptions } from '../../port/balancer'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, ownerTags, readOwner } from '../../port/names'
import { createIncusContext, type Incus } from '../context'
import { execAt } from '../servers/exec'
import { ensureFolder, writeFile } from '../servers/guest-files'
import { cardFilters, isolation, makeIsolated } from '../servers/guest-limits'
import { type InstanceRecord, instanceSchema, toPower } from '../servers/instance-record'
import { memberOf } from '../storage/volume-location'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForOperations } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { ensureOperatorProject, operatorProject } from '../zone/operator-project'
import { applyScript, askScript, invalidConfiguration } from './control'

/** The image that the operator builds: Debian with haproxy, keepalived and socat. */
export const balancerImage = 'andromede-balancer'
export const pair = [1, 2] as const
export type Position = (typeof pair)[number]

export const inOperatorProject = (incus: Incus): Incus =>
  createIncusContext({ ...incus, project: operatorProject, prepareProject: undefined })

export const containerName = (balancerId: string, position: Position) =>
  `${hypervisorName(balancerId)}-${position}`
const pathOf = (name: string) => `/1.0/instances/${name}`

const aliasSchema = z.object({ target: z.string() })

/** The image that the operator imported; null when there is none. */
export async function findBalancerImage(incus: Incus, { signal }: CallOptions): Promise<string | null> {
  // Projects of ours share the images of the default one.
  const path = `/1.0/images/aliases/${balancerImage}`
  const answer = await orNull(incus.http.request('GET', path, { signal }))
  return answer && parseAnswer(aliasSchema, answer.metadata, 'an alias of an image').target
}

/** Whether the container was made from another image than this one, the present one. */
export function isOutdated({ config }: InstanceRecord, image: string | null): boolean {
  const own = config['volatile.base_image']
  return image !== null && own !== undefined && own !== image
}

export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof DriverError && ['not_found', 'image_missing'].includes(error.code)) return null
    throw error
  }
}

/** Null when it does not exist. @throws DriverError `conflict_not_ours` */
export async function findContainer(
  own: Incus,
  balancerId: string,
  position: Position,
  signal: AbortSignal,
): Promise<InstanceRecord | null> {
  const name = containerName(balancerId, position)
  const answer = await orNull(own.http.request('GET', own.path(pathOf(name)), { signal }))
  if (!answer) return null
  const record = parseAnswer(instanceSchema, answer.metadata, 'a container of a balancer')
  if (isOurs(readOwner(record.config), balancerId, own.installation)) return record
  throw new DriverError('conflict_not_ours', { rawText: `${name} was not made by this installation` })
}

/** Where a container of a balancer is on the network. */
export type Card = { bridge: string; address: string }

/** What a container is made with, besides its tags. */
function settingsOf(own: Incus, { bridge, address }: Card, isIsolated: boolean) {
  return {
    config: {
      ...isolation('container', isIsolated),
      'limits.cpu': '1',
      'limits.memory': '256MiB',
      'boot.autostart': 'true',
    },
    devices: {
      eth0: {
        type: 'nic',
        name: 'eth0',
        network: bridge,
        'ipv4.address': address,
        ...(own.ovn ? {} : cardFilters(address)),
      },
    },
  }
}

/** Settings that Incus writes itself, and tags. */
const notOfUs = /^(volatile|image|user)\./

/** Whether a container has the settings that we make it with on this card. */
export function isAsMade(own: Incus, { config, devices }: InstanceRecord, card: Card): boolean {
  const present = Object.fromEntries(Object.entries(config).filter(([key]) => !notOfUs.test(key)))
  return [true, false].some((isIsolated) =>
    isDeepStrictEqual({ config: present, devices }, settingsOf(own, card, isIsolated)),
  )
}

type Place = {
  position: Position
  card: Card
  target: string | null
  keeps: (record: InstanceRecord) => boolean
}

/**
 * Ensures a container of the pair, running, and returns its member. A new one is made on `target`; one that exists stays
 * where it is, and is made again there unless `keeps` it.
 */
export async function ensureContainer(
  own: Incus,
  spec: BalancerSpec,
  { position, card, target, keeps }: Place,
  { signal, beforeWrite }: WriteOptions,
): Promise<string | null> {
  const { balancerId } = spec
  const name = containerName(balancerId, position)
  if (!card.address) throw new DriverError('rejected', { rawText: `the balancer has no address for ${name}` })
  await waitForOperations(own, name, signal)
  const found = await findContainer(own, balancerId, position, signal)
  const isKept = found !== null && keeps(found)
  if (found && !isKept) {
    await beforeWrite?.()
    await removeContainer(own, balancerId, position, signal)
  }
  if (!isKept) {
    await beforeWrite?.()
    await makeContainer(own, spec, { name, card, target: found ? memberOf(found) : target }, signal)
  }
  const made = await findContainer(own, balancerId, position, signal)
  if (!made) throw new DriverError('operation_lost', { rawText: `${name} is absent after its creation` })
  const isFrozen = made.status === 'Frozen'
  if (isFrozen || toPower(made.status) !== 'running') {
    await beforeWrite?.()
    await setPower(own, name, isFrozen ? 'unfreeze' : 'start', signal)
  }
  return memberOf(made)
}

async function makeContainer(
  own: Incus,
  { balancerId: resourceId, organisationId }: BalancerSpec,
  { name, card, target }: { name: string; card: Card; target: string | null },
  signal: AbortSignal,
): Promise<void> {
  await ensureOperatorProject(own, signal)
  const tags = ownerTags({ resourceId, organisationId, installation: own.installation })
  await makeIsolated(own, (isIsolated) => {
    const { config, devices } = settingsOf(own, card, isIsolated)
    return run(own, 'POST', '/1.0/instances', {
      signal,
      query: target === null ? {} : { target },
      json: {
        name,
        type: 'container',
        description: 'Andromède : répartiteur de charge',
        profiles: ['default'],
        source: { type: 'image', alias: balancerImage },
        config: { ...tags, ...config },
        devices,
      },
    })
  }).catch((error: unknown) => {
    // Another call made it or is making it; the caller reads its owner.
    if (!(error instanceof DriverError) || !['conflict_not_ours', 'busy'].includes(error.code)) throw error
  })
  await waitForOperations(own, name, signal)
}

/** Writes the files and puts them in force. @throws DriverError `rejected` when HAProxy refuses the configuration */
export async function configure(
  own: Incus,
  balancerId: string,
  position: Position,
  { files, digest }: { files: readonly { path: string; content: string }[]; digest: string },
  signal: AbortSignal,
): Promise<void> {
  const instance = pathOf(containerName(balancerId, position))
  const isSharing = files.some(({ path }) => path === sharingPath)
  const folders = ['/etc/haproxy', '/etc/haproxy/certificates', ...(isSharing ? [dirname(sharingPath)] : [])]
  for (const path of folders) await ensureFolder(own, { instance, path, mode: '0700' }, signal)
  for (const { path, content } of files)
    await writeFile(own, { instance, path, mode: '0600', content }, signal)
  const certificates = files.map(({ path }) => path).filter((path) => path.endsWith('.pem'))
  const command = ['sh', '-c', applyScript, 'apply', digest, certificates.join(' '), isSharing ? 'share' : '']
  const { exitCode, stdout } = await execAt(own, instance, command, signal)
  if (exitCode === 0) return
  const code = exitCode === invalidConfiguration ? 'rejected' : 'operation_failed'
  throw new DriverError(code, { rawText: stdout.trim().slice(-500) || `the balancer ended with ${exitCode}` })
}

/** HAProxy's answer to these commands; null when the container or its HAProxy does not answer. */
export async function ask(
  own: Incus,
  { name, status }: InstanceRecord,
  commands: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (toPower(status) !== 'running') return null
  const command = ['sh', '-c', askScript, 'ask', commands]
  const { exitCode, stdout } = await execAt(own, pathOf(name), command, signal)
  return exitCode === 0 ? stdout : null
}

export async function removeContainer(
  own: Incus,
  balancerId: string,
  position: Position,
  signal: AbortSignal,
): Promise<void> {
  const name = containerName(balancerId, position)
  await waitForOperations(own, name, signal)
  const found = await findContainer(own, balancerId, position, signal)
  if (!found) return
  if (toPower(found.status) !== 'stopped') await setPower(own, name, 'stop', signal)
  await run(own, 'DELETE', pathOf(name), { signal }).catch((error: unknown) =>
    acceptIfAlreadyDone(
      error,
      'not_found',
      async () => (await findContainer(own, balancerId, position, signal)) === null,
    ),
  )
}

/** Moves a container to the member; it runs afterwards, also where it was when the move fails. */
export async function moveContainer(
  own: Incus,
  name: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await waitForOperations(own, name, signal)
  await setPower(own, name, 'stop', signal)
  try {
    const json = { name, migration: true }
    await run(own, 'POST', pathOf(name), { signal, json, query: { target } })
  } finally {
    await setPower(own, name, 'start', signal)
  }
}

/** Sets settings of the `user.` kind, which `isAsMade` leaves out. */
export async function tagContainer(
  own: Incus,
  name: string,
  config: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  await run(own, 'PATCH', pathOf(name), { signal, json: { config } })
}

async function setPower(
  own: Incus,
  name: string,
  action: 'start' | 'stop' | 'unfreeze',
  signal: AbortSignal,
) {
  const json = { action, timeout: 30, force: action === 'stop' }
  await run(own, 'PUT', `${pathOf(name)}/state`, { signal, json }).catch((error: unknown) => {
    const isSo = action === 'stop' ? /already stopped/i : /already running/i
    if (!(error instanceof DriverError) || !isSo.test(error.rawText)) throw error
  })
}
