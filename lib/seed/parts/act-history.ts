import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { copyVolume, orderBalancer, requestChange, reserveAddress } from '~/lib/ordering'
import {
  attachAddress,
  attachVolume,
  changeFirewall,
  connectToNetwork,
  createNetwork,
  createRuleSet,
  deleteInstance,
  ownRuleSetId,
  protectInstance,
  startInstance,
  stopInstance,
} from '~/lib/resources'
import type { BalancerSettings } from '~/lib/resources/client'
import { seedMember, seedSystem } from '../contexts'
import { usualReferences } from '../demonstration/history'
import type { HistoryEvent } from '../demonstration/history-event'
import {
  keyOf,
  type Names,
  named,
  networkIn,
  projectNamed,
  type Scene,
  serverNamed,
  volumeNamed,
} from './history-scene'
import { grantQuotas, openProject } from './open-project'
import { orderHistory } from './order-history'
import * as queries from './queries/seed'
import type { Moderator } from './seed-people'

/** Calls the use case of the event as the organisation's owner, or as a moderator who grants quotas. */
export async function actHistory(scene: Scene, names: Names, moderator: Moderator): Promise<void> {
  const { event, at, organisationId } = scene
  const ctx = seedMember(at, scene.ownerId, organisationId)
  switch (event.do) {
    case 'order':
      return orderHistory(scene, event, names)
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
        projectId: await projectNamed(scene, event.project),
        costReferences: { ...usualReferences[scene.key] },
      })
      invariant(answer.outcome === 'reserved', 'nobody approves of addresses here')
      const { addressId } = answer
      await attachAddress(ctx, { addressId, instanceId: await serverNamed(scene, event.server) })
      return
    }
    case 'balancer': {
      const zoneId = named(names.zones, event.zone)
      const projectId = await projectNamed(scene, event.project)
      const { isHeld } = await orderBalancer(ctx, {
        idempotencyKey: keyOf(scene, event.name),
        zoneId,
        projectId,
        name: event.name,
        costReferences: { ...usualReferences[scene.key] },
        balancer: { networkId: await networkIn(scene, projectId, zoneId), settings: webSettings(event.tag) },
      })
      invariant(!isHeld, 'nobody approves of load balancers here')
      return
    }
    case 'allow': {
      const projectId = await projectNamed(scene, event.project)
      const networkId = await networkIn(scene, projectId, named(names.zones, event.zone))
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
      return
    }
    case 'network':
      await createNetwork(ctx, {
        projectId: await projectNamed(scene, event.project),
        zoneId: named(names.zones, event.zone),
        name: event.name,
        hasExit: event.hasExit,
      })
      return
    case 'connect':
      return connectServers(scene, event)
    case 'ruleSet':
      return attachRuleSet(scene, event)
    case 'project':
      return openProject(scene, event)
    case 'quotas':
      return grantQuotas(scene, event, moderator)
  }
}

/** Requests a change of the history, which must not wait for an approval. */
async function carryOut(...change: Parameters<typeof requestChange>): Promise<void> {
  const { outcome } = await requestChange(...change)
  invariant(outcome === 'done', 'the change waits for a decision')
}

/** Gives each server a card on the network of its project. */
async function connectServers(
  scene: Scene,
  { network, names }: Extract<HistoryEvent, { do: 'connect' }>,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  for (const name of names) {
    const instanceId = await serverNamed(scene, name)
    const networkId = await withSystem(seedSystem(scene.at), (tx) =>
      queries.findNetworkFor(tx, instanceId, network),
    )
    invariant(networkId, `the project of ${name} has no network ${network}`)
    await connectToNetwork(ctx, { instanceId, networkId })
  }
}

async function attachRuleSet(
  scene: Scene,
  { name, template, names, from, project }: Extract<HistoryEvent, { do: 'ruleSet' }>,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  const projectId = await projectNamed(scene, project)
  const { id: setId } = await createRuleSet(ctx, { projectId, name, template, address: from })
  for (const each of names) {
    const edit = { do: 'attach_server', setId, instanceId: await serverNamed(scene, each) } as const
    await changeFirewall(ctx, { edit, confirm: true })
  }
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
