import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PodSpec, Probe } from 'kubernetes-types/core/v1'
import { stringify } from 'yaml'
import { missingFor, openContainerNetwork, podman } from '~/deploy/testing/podman'
import type { Manifest } from './strict-types'

/** Null where Podman can play manifests, otherwise the reason. */
export const podmanIsMissing = () => missingFor('kubernetes/packages.sh')

/** Prefix of every name in Podman, so that other containers of this machine are left alone. */
const prefix = `andromede-play-${process.pid}-`
/** The last part of each pod's address. */
const hosts = { portal: 11, operator: 12, worker: 13, console: 14, grant: 15, migrate: 16, api: 17 } as const
export type ProcessName = keyof typeof hosts

/**
 * A probe by HTTP, as a command: Podman would run `curl`, which the image does not have. The ports are numbers, as Podman knows
 * no names.
 */
function asCommand({ httpGet, ...rest }: Probe, ports: Record<string, number>): Probe {
  const url = `http://127.0.0.1:${ports[String(httpGet?.port)]}${httpGet?.path}`
  return { ...rest, exec: { command: ['node', 'deploy/check-health.mjs', url] } }
}

/**
 * The manifest as Podman can play it: names of this run, the local image, one replica, files of Secrets readable for all
 * (Podman ignores `fsGroup`), probes as commands. All else stays.
 */
export function adapt(manifest: Manifest, image: string, addressOf: (name: ProcessName) => string): Manifest {
  const copy = structuredClone(manifest)
  copy.metadata.name = prefix + copy.metadata.name
  if (copy.kind !== 'Deployment' && copy.kind !== 'Job') return copy
  const spec = copy.spec as { replicas?: number; template: { spec: PodSpec } }
  if (spec.replicas) spec.replicas = 1
  const pod = spec.template.spec
  // Without Services and their names, the worker finds the sites by their addresses.
  pod.hostAliases = (['portal', 'operator'] as const).map((name) => ({
    ip: addressOf(name),
    hostnames: [name],
  }))
  for (const volume of pod.volumes ?? []) {
    volume.name = `${copy.metadata.name}-${volume.name}`
    if (!volume.secret) continue
    volume.secret.secretName = prefix + volume.secret.secretName
    volume.secret.defaultMode = 0o444
  }
  for (const container of pod.containers) {
    container.image = image
    container.imagePullPolicy = 'Never'
    const ports = Object.fromEntries(
      (container.ports ?? []).map(({ name, containerPort }) => [name, containerPort]),
    )
    for (const mount of container.volumeMounts ?? []) mount.name = `${copy.metadata.name}-${mount.name}`
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const)
      if (container[probe]) container[probe] = asCommand(container[probe], ports)
    for (const { valueFrom } of container.env ?? [])
      if (valueFrom?.configMapKeyRef) valueFrom.configMapKeyRef.name = prefix + valueFrom.configMapKeyRef.name
  }
  return copy
}

/** A network of pods without a route to anywhere else, and PostgreSQL of this machine at its gateway. */
export async function openPlayground(image: string, databasePort: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-play-'))
  const network = `${prefix}network`
  const pods = await openContainerNetwork(network)
  const { gateway } = pods
  const addressOf = (name: ProcessName) => pods.addressOf(hosts[name])
  // The gateway has its address while a container runs.
  const holder = `${prefix}holder`
  await podman(
    'run',
    '-d',
    '--name',
    holder,
    '--network',
    network,
    image,
    'node',
    '-e',
    'setInterval(() => {}, 1e6)',
  )
  const relay = createServer((client) => {
    const server = connect(databasePort, '127.0.0.1')
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      from.on('error', () => to.destroy()).pipe(to)
  })
  relay.listen(5432, gateway)
  await once(relay, 'listening')
  const played: string[] = []

  return {
    database: `${gateway}:5432`,
    addressOf,
    containerOf: (name: ProcessName) => `${prefix}${name}-pod-${name}`,
    async play(name: ProcessName, manifests: readonly Manifest[]) {
      const file = path.join(folder, `${name}.yaml`)
      const adapted = manifests.map((each) => adapt(each, image, addressOf))
      writeFileSync(file, adapted.map((each) => stringify(each)).join('---\n'))
      played.push(file)
      await podman('kube', 'play', '--network', `${network}:ip=${addressOf(name)}`, file)
    },
    async close() {
      for (const file of played) await podman('kube', 'down', '--force', file).catch(() => undefined)
      await podman('rm', '-f', '-t', '0', holder)
      relay.close()
      await pods.close()
      const volumes = (await podman('volume', 'ls', '-q'))
        .split('\n')
        .filter((name) => name.startsWith(prefix))
      for (const volume of volumes) await podman('volume', 'rm', '-f', volume)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
