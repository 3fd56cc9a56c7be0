import { newId } from '~/lib/kernel/ids'
import type { Driver, ImageSpec, InstanceSpec, NetworkSpec, VolumeSpec } from '../port/driver'
import type { FirewallRuleSpec } from '../port/firewall'

/** A hypervisor to test a driver on, with means to change it from outside. */
export type World = {
  driver: Driver
  /** A second installation on the same hypervisor. */
  rival: Driver
  image: string
  /** An image without cloud-init. */
  plainImage: string
  /** Whether two networks of one zone may have overlapping ranges. */
  networksOverlap: boolean
  /** Creates objects without a tag, under the names that we would give to these resources. */
  plantInstance(resourceId: string): Promise<void>
  plantVolume(resourceId: string): Promise<void>
  /** Which of `host-1` and `host-2` an instance is on; absent where there is only one host. */
  hostOf?(resourceId: string): Promise<string>
  /** Writes and reads as a customer on a volume attached to a running server. */
  write(at: Mounted, text: string): Promise<void>
  read(at: Mounted): Promise<string>
  /** The same on the root disk of a server, running or not. */
  writeRoot(instanceId: string, text: string): Promise<void>
  readRoot(instanceId: string): Promise<string>
  /** The same on the root disk of a server, in its rescue system. */
  writeInRescue(instanceId: string, text: string): Promise<void>
  readInRescue(instanceId: string): Promise<string>
  /** The user data that a server was given; empty for none. */
  userDataOf(instanceId: string): Promise<string>
  /** Changes the rules of a network of the driver's installation from outside. */
  changeRules(network: NetworkSpec, rules: FirewallRuleSpec[]): Promise<void>
  /** The same for settings of the network itself; absent where it has none. */
  changeSettings?(network: NetworkSpec, config: Record<string, string>): Promise<void>
  /** What a running server hears from the web server at this address; empty without an answer. */
  hear(instanceId: string, address: string): Promise<string>
  /** What a command prints in a running server, as its root; absent where guests are not real machines. */
  runIn?(instanceId: string, command: readonly string[]): Promise<string>
  /** Keeps the processor of a running server busy for a while; resolves when done. */
  work(instanceId: string): Promise<void>
  close(): Promise<void>
}

/** A volume and the running server that it is attached to. */
export type Mounted = { instanceId: string; volumeId: string }

export function instanceSpec(image: string, over: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    resourceId: newId('instance'),
    organisationId: newId('organisation'),
    name: 'web',
    hostName: 'host-1',
    zoneCode: 'PAR1',
    image,
    vcpu: 1,
    memoryMib: 256,
    rootDiskGib: 2,
    sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk3vVrLLpxjvV7vVrLLpxjvV7vVrLLpxjvV7vVrLLpx test'],
    address: null,
    ...over,
  }
}

export function imageSpec(over: Partial<ImageSpec> = {}): ImageSpec {
  return {
    resourceId: newId('privateImage'),
    organisationId: newId('organisation'),
    name: 'socle',
    zoneCode: 'PAR1',
    sizeGib: 2,
    ...over,
  }
}

export function volumeSpec(over: Partial<VolumeSpec> = {}): VolumeSpec {
  return {
    resourceId: newId('volume'),
    organisationId: newId('organisation'),
    name: 'data',
    zoneCode: 'PAR1',
    poolName: 'par1-fast',
    sizeGib: 1,
    ...over,
  }
}

/** A deadline far beyond any successful call. */
export function soon() {
  return { signal: AbortSignal.timeout(60_000) }
}
