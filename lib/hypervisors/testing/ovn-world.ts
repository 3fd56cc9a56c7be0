import { expect } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { createIncusContext } from '../incus/context'
import { openIncusConnection } from '../incus/open-incus-driver'
import { execInside } from '../incus/servers/exec'
import { openIncusHttp } from '../incus/wire/http-client'
import { projectOf } from '../incus/zone/project'
import type { InstanceSpec, NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { instanceSpec, soon } from './world'

const installation = 'ovn-test'
const now = () => new Date()

/** Customers' networks and servers on a cluster with OVN, whose hosts have the names of their members. */
export function openOvnWorld(socketPath: string) {
  const connection = openIncusConnection({ socketPath, installation, now, ovn: { uplink: 'uplink' } })
  const limits = { requestTimeoutMs: 10_000, failureLimit: 5, circuitOpenMs: 10_000 }
  const http = openIncusHttp({ socketPath, now, ...limits })
  const driverOf = ({ organisationId }: { organisationId: string }) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: (hostName) => hostName })
  const runIn = ({ organisationId, resourceId }: InstanceSpec, ...command: string[]) => {
    const project = projectOf(organisationId)
    return execInside(createIncusContext({ http, project, installation, now }), resourceId, command, soon())
  }
  return {
    all: connection.all,
    http,
    driverOf,
    runIn,
    network: (over: Partial<NetworkSpec> = {}): NetworkSpec => ({
      networkId: newId('network'),
      organisationId: newId('organisation'),
      range: '10.0.0.0/24',
      hasExit: true,
      ...closedFilter,
      ...over,
    }),
    /** A running server that answers; its image has no DHCPv6 client, so it takes its IPv6 address by hand. */
    async boot(
      network: NetworkSpec,
      hostName: string,
      address: string,
      address6: string | null = null,
    ): Promise<InstanceSpec> {
      const { organisationId } = network
      const spec = instanceSpec('busybox', {
        ...{ organisationId, network, hostName, address, address6 },
        sshKeys: [],
      })
      const driver = driverOf(spec)
      await driver.createInstance(spec, soon())
      await driver.startInstance(spec.resourceId, soon())
      await expect
        .poll(() => driver.probeReachable(spec.resourceId, soon()), { interval: 100 })
        .toMatchObject({ reachable: true })
      if (address6) await runIn(spec, 'ip', '-6', 'addr', 'add', `${address6}/64`, 'dev', 'eth0')
      return spec
    },
    /** What a server hears at this address. */
    get: async (from: InstanceSpec, address: string) =>
      (await runIn(from, 'wget', '-q', '-O', '-', '-T', '2', `http://${address}/`)).stdout.trim(),
    filter: (network: NetworkSpec, over: Partial<NetworkSpec>) =>
      driverOf(network).applyRules('PAR1', { ...network, ...over }, soon()),
    close: () => Promise.all([connection.close(), http.close()]),
  }
}

/** The answer of a server of the BusyBox image. */
export const helloOf = ({ resourceId }: InstanceSpec) => `hello from ${resourceId.replace('_', '-')}`
