import { createHash } from 'node:crypto'
import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  copyVolume,
  orderBalancer,
  placeOrder,
  refreshOrderLine,
  requestChange,
  reserveAddress,
} from '~/lib/ordering'
import {
  attachAddress,
  attachVolume,
  changeFirewall,
  deleteInstance,
  ownRuleSetId,
  protectInstance,
  pruneScheduled,
  purgeAfterGrace,
  startInstance,
  stopInstance,
  tagInstance,
  takeScheduled,
} from '~/lib/resources'
import type { BalancerSettings } from '~/lib/resources/client'
import { seedMember, seedSystem } from '../contexts'
import { type HistoryEvent, histories, usualReferences } from '../demonstration/history'
import type { SagaPlayer } from '../saga-player'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

type Names = Awaited<ReturnType<typeof queries.readSeedNames>>
type Scene = SeededOrganisation & { at: Date; event: HistoryEvent }

/**
 * Plays every organisation's history in chronological order: each order, start and stop calls its use case and is
 * carried out in the simulator at that moment, so usage and transitions are realistic.
 */
export async function replayHistory(
  today: Date,
  organisations: readonly SeededOrganisation[],
  player: SagaPlayer,
): Promise<void> {
  await player.checkZones()
  const names = await withSystem(seedSystem(today), (tx) => queries.readSeedNames(tx))
  for (const scene of scenes(today, organisations)) {
    await followSchedules(scene.at, player)
    await purgeUntil(scene.at, player)
    player.setClock(scene.at)
    await act(scene, names)
    await player.carryOut()
    await finishOpenLines(addSeconds(scene.at, 30))
  }
  await followSchedules(today, player)
  await purgeUntil(today, player)
  await player.applyNetworks()
}

/** Returns all events of all organisations, oldest first. Pure. */
function scenes(today: Date, organisations: readonly SeededOrganisation[]): Scene[] {
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate())
  return organisations
    .flatMap((organisation) =>
      (histories[organisation.key] ?? []).map((event) => ({
        ...organisation,
        event,
        at: new Date(midnight - event.at * 86_400_000 + event.hour * 3_600_000),
      })),
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
}

async function act(scene: Scene, names: Names): Promise<void> {
  const { event, at, organisationId } = scene
  const ctx = seedMember(at, scene.ownerId, organisationId)
  switch (event.do) {
    case 'order':
      return order(scene, event, names)
    case 'stop':
      await stopInstance(ctx, { instanceId: await serverNamed(scene, event.name) })
      return
    case 'start':
      await startInstance(ctx, { instanceId: await serverNamed(scene, event.name) })
      return
    case 'delete':
      await deleteInstance(ctx, { instanceId: await serverNamed(scene, event.name), detachVolumes: true })
      return
    case 'protect':
      await protectInstance(ctx, { instanceId: await serverNamed(scene, event.name), isProtected: true })
      return
    case 'resize':
      await carryOut(ctx, {
        kind: 'resize_instance',
        instanceId: await serverNamed(scene, event.name),
        bundleId: named(names.bundles, event.bundle),
      })
      return
    case 'attach': {
      const volumeId = await volumeNamed(scene, event.volume)
      await attachVolume(ctx, { volumeId, instanceId: await serverNamed(scene, event.name) })
      return
    }
    case 'snapshot':
      await carryOut(ctx, {
        kind: 'take_snapshot',
        volumeId: await volumeNamed(scene, event.volume),
        name: event.name,
      })
      return
    case 'keep': {
      const instanceId = await serverNamed(scene, event.name)
      await carryOut(ctx, { kind: 'take_instance_snapshot', instanceId, name: event.snapshot })
      return
    }
    case 'image': {
      const instanceId = await serverNamed(scene, event.name)
      await carryOut(ctx, { kind: 'make_image', instanceId, snapshotId: null, name: event.image })
      return
    }
    case 'backUp': {
      const place = { zoneId: named(names.zones, event.zone), volumeClass: 'fast' } as const
      const volumeId = await volumeNamed(scene, event.volume)
      await carryOut(ctx, { kind: 'make_backup', volumeId, snapshotId: null, ...place, name: event.name })
      return
    }
    case 'copy':
      await copyVolume(ctx, {
        volumeId: await volumeNamed(scene, event.volume),
        bundleId: named(names.bundles, event.bundle),
        name: event.name,
        idempotencyKey: keyOf(scene, event.name),
      })
      return
    case 'address': {
      const answer = await reserveAddress(ctx, {
        idempotencyKey: keyOf(scene, `address ${event.server}`),
        zoneId: named(names.zones, event.zone),
        costReferences: { ...usualReferences[scene.key] },
      })
      invariant(answer.outcome === 'reserved', 'nobody approves of addresses here')
      const { addressId } = answer
      await attachAddress(ctx, { addressId, instanceId: await serverNamed(scene, event.server) })
      return
    }
    case 'balancer': {
      const zoneId = named(names.zones, event.zone)
      const { isHeld } = await orderBalancer(ctx, {
        idempotencyKey: keyOf(scene, event.name),
        zoneId,
        name: event.name,
        costReferences: { ...usualReferences[scene.key] },
        balancer: { networkId: await networkIn(scene, zoneId), settings: webSettings(event.tag) },
      })
      invariant(!isHeld, 'nobody approves of load balancers here')
      return
    }
    case 'allow': {
      const networkId = await networkIn(scene, named(names.zones, event.zone))
      const { ports, source, description } = event
      const peer = { kind: 'cidr', cidr: source } as const
      const rule = { direction: 'in', protocol: 'tcp', ports, peer, description } as const
      await changeFirewall(ctx, {
        edit: { do: 'add_rule', setId: ownRuleSetId(networkId), rule },
        confirm: true,
      })
      return
    }
    case 'schedule': {
      const rule = { rhythm: 'daily', atHour: event.atHour } as const
      const volumeId = await volumeNamed(scene, event.volume)
      await carryOut(ctx, { kind: 'schedule_snapshots', volumeId, rule, keep: event.keep })
    }
  }
}

/** Requests a change of the history, which must not wait for an approval. */
async function carryOut(...change: Parameters<typeof requestChange>): Promise<void> {
  const { outcome } = await requestChange(...change)
  invariant(outcome === 'done', 'the change waits for a decision')
}

async function order(
  scene: Scene,
  event: Extract<HistoryEvent, { do: 'order' }>,
  names: Names,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  const isServer = !/^(disque|archive)/.test(event.bundle)
  const keyIds = await withSystem(seedSystem(scene.at), (tx) => queries.listKeyIds(tx, scene.organisationId))
  const outcome = await placeOrder(ctx, {
    idempotencyKey: keyOf(scene, event.name),
    lines: [
      {
        bundleId: named(names.bundles, event.bundle),
        zoneId: named(names.zones, event.zone),
        ...(isServer ? { imageId: named(names.images, event.image ?? 'debian-13') } : {}),
        sshKeyIds: isServer ? keyIds : [],
        name: event.name,
        quantity: event.quantity ?? 1,
        ...(event.placement ? { placement: event.placement } : {}),
        ...(event.commitment ? { commitment: event.commitment } : {}),
        costReferences: { ...usualReferences[scene.key], ...event.references },
      },
    ],
  })
  invariant(
    outcome.outcome === 'accepted',
    `${scene.key} could not order ${event.name}: ${JSON.stringify(outcome)}`,
  )
  const { tags } = event
  if (!tags) return
  const servers = await withSystem(seedSystem(scene.at), (tx) =>
    queries.listServersOfOrder(tx, outcome.orderId),
  )
  for (const { id } of servers) await tagInstance(ctx, { instanceId: id, tags })
}

function keyOf(scene: Scene, name: string): string {
  return createHash('sha256').update(`${scene.key}:${name}`).digest('hex').slice(0, 32)
}

async function serverNamed(scene: Scene, name: string): Promise<Id<'instance'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) =>
    queries.findServer(tx, scene.organisationId, name),
  )
  invariant(id, `${scene.key} has no server ${name}`)
  return id
}

/** The default one of the organisation there. */
async function networkIn(scene: Scene, zoneId: Id<'zone'>): Promise<Id<'network'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) =>
    queries.findNetwork(tx, scene.organisationId, zoneId),
  )
  invariant(id, `${scene.key} has no network there`)
  return id
}

/** HTTP on port 80, to the servers with the tag. Pure. */
function webSettings(tag: { key: string; value: string }): BalancerSettings {
  return {
    listeners: [{ port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }],
    pool: {
      serverPort: 80,
      algorithm: 'round_robin',
      check: { protocol: 'http', path: '/', intervalSeconds: 5, rise: 2, fall: 3 },
      isSticky: false,
      instanceIds: [],
      tags: [tag],
    },
  }
}

async function volumeNamed(scene: Scene, name: string): Promise<Id<'volume'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) => queries.findDisk(tx, scene.organisationId, name))
  invariant(id, `${scene.key} has no volume ${name}`)
  return id
}

function named<T>(ids: ReadonlyMap<string, T>, name: string): T {
  const id = ids.get(name)
  invariant(id, `the plans name ${name}, which was not seeded`)
  return id
}

async function finishOpenLines(at: Date): Promise<void> {
  const lines = await withSystem(seedSystem(at), (tx) => queries.listOpenLines(tx))
  for (const line of lines) await refreshOrderLine(seedSystem(at), line)
}

/** Takes every scheduled snapshot due by then at its moment, and deletes expired ones. */
async function followSchedules(at: Date, player: SagaPlayer): Promise<void> {
  for (;;) {
    const due = await withSystem(seedSystem(at), (tx) => queries.findNextScheduled(tx, at))
    if (!due) return
    player.setClock(due)
    await takeScheduled(seedSystem(due))
    await player.carryOut()
    await pruneScheduled(seedSystem(due))
    await player.carryOut()
  }
}

/** Erases what was deleted more than its grace ago, at the moment when its grace ended. */
async function purgeUntil(at: Date, player: SagaPlayer): Promise<void> {
  const due = await withSystem(seedSystem(at), (tx) => queries.listGraceEnds(tx, at))
  for (const end of due) {
    player.setClock(end)
    await purgeAfterGrace(seedSystem(end))
    await player.carryOut()
  }
}
