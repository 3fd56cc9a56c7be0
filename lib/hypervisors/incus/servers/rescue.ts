import { type CallOptions, rescuePath } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { memberOf } from '../storage/volume-location'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForOperations } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { isolation } from './guest-limits'
import { getOwnInstance, type InstanceRecord, instanceSchema, toPower } from './instance-record'

/**
 * Rescue systems are in this project. Organisations' projects forbid disks that are host paths, for good reason; a
 * rescue system belongs to no customer and counts against no customer's limits.
 */
const project = 'default'
const guestTimeoutSeconds = 5
const lastMapKey = 'volatile.last_state.idmap'
const rescueTag = 'user.andromede.rescue_of'
const installationTag = 'user.andromede.installation'

const pathOf = (resourceId: string) => `/1.0/instances/${rescueName(resourceId)}`
const query = { project }

export function rescueName(resourceId: string): string {
  return `${hypervisorName(resourceId)}-rescue`
}

export async function startRescue(
  incus: Incus,
  resourceId: string,
  image: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (toPower(record.status) !== 'stopped') {
    throw new DriverError('state_forbids', {
      rawText: `the instance ${record.name} is not stopped`,
      params: { resourceId },
    })
  }
  const rescues = inProject(incus)
  await waitForOperations(rescues, rescueName(resourceId), signal)
  if (!(await findRescue(incus, resourceId, signal))) {
    const member = memberOf({ location: record.location })
    const target = member === null ? {} : { target: member }
    const json = body(incus, resourceId, record, image)
    await run(incus, 'POST', '/1.0/instances', { signal, json, query: { ...query, ...target } })
  }
  await setState(incus, resourceId, 'start', signal)
}

export async function endRescue(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  await getOwnInstance(incus, resourceId, signal)
  await waitForOperations(inProject(incus), rescueName(resourceId), signal)
  const found = await findRescue(incus, resourceId, signal)
  if (!found) return
  if (found.status !== 'Stopped') await setState(incus, resourceId, 'stop', signal)
  await run(incus, 'DELETE', pathOf(resourceId), { signal, query }).catch((error: unknown) =>
    acceptIfAlreadyDone(
      error,
      'not_found',
      async () => (await findRescue(incus, resourceId, signal)) === null,
    ),
  )
}

export const rescueExecPath = (incus: Incus, resourceId: string) =>
  incus.path(`${pathOf(resourceId)}/exec`, query)

/** Returns the rescue system of this server, running or not; null when it has none. */
export async function findRescue(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
): Promise<InstanceRecord | null> {
  const path = incus.path(pathOf(resourceId), query)
  const answer = await incus.http.request('GET', path, { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  if (!answer) return null
  const record = parseAnswer(instanceSchema, answer.metadata, 'an instance')
  const isOurs =
    record.config[rescueTag] === resourceId && record.config[installationTag] === incus.installation
  if (isOurs) return record
  throw new DriverError('conflict_not_ours', {
    rawText: `the instance ${record.name} was not made by this installation`,
    params: { resourceId },
  })
}

/**
 * The root disk is attached as a path of the host, which btrfs and directory pools have; Incus refuses on others. Where
 * the pool stores file owners as the guest sees them, they are shifted.
 */
function body(incus: Incus, resourceId: string, record: InstanceRecord, image: string) {
  const { pool } = record.expanded_devices.root ?? {}
  if (!pool) throw new DriverError('rejected', { rawText: `the instance ${record.name} has no root disk` })
  const folder = incus.project === 'default' ? record.name : `${incus.project}_${record.name}`
  return {
    name: rescueName(resourceId),
    type: 'container',
    description: `rescue of ${record.description ?? record.name}`,
    profiles: [],
    source: { type: 'image', alias: image },
    config: {
      'limits.cpu': record.expanded_config['limits.cpu'],
      'limits.memory': record.expanded_config['limits.memory'],
      ...isolation('container', false),
      ...mapOf(record),
      [rescueTag]: resourceId,
      [installationTag]: incus.installation,
    },
    devices: {
      root: { type: 'disk', path: '/', pool, size: record.expanded_devices.root?.size },
      server: {
        type: 'disk',
        path: rescuePath,
        source: `/var/lib/incus/storage-pools/${pool}/containers/${folder}/rootfs`,
        shift: String(record.config[lastMapKey] === '[]'),
      },
    },
  }
}

/** On a host that stores file owners in the server's id map, the rescue system needs that map. */
function mapOf({ config }: InstanceRecord): Record<string, string> {
  const base = config['volatile.idmap.base']
  const isOwn = config['security.idmap.isolated'] === 'true' && config[lastMapKey] !== '[]'
  return isOwn && base ? { 'security.idmap.isolated': 'true', 'security.idmap.base': base } : {}
}

const inProject = (incus: Incus): Incus => ({
  ...incus,
  project,
  path: (path, more = {}) => incus.path(path, { ...query, ...more }),
})

async function setState(incus: Incus, resourceId: string, action: 'start' | 'stop', signal: AbortSignal) {
  const json = { action, timeout: guestTimeoutSeconds, force: action === 'stop' }
  await run(incus, 'PUT', `${pathOf(resourceId)}/state`, { signal, json, query }).catch((error: unknown) => {
    const isSo = action === 'stop' ? /already stopped/i : /already running/i
    if (!(error instanceof DriverError) || !isSo.test(error.rawText)) throw error
  })
}
