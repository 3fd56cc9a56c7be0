import { rescuePath } from '../../port/driver'
import type { PathOutcome } from '../follow-path'
import { loadAt } from '../load-model'
import type { SimulatedInstance } from '../queries/index'

export type Process = { id: number; command: string }

/** A simulated server as its shell shows it: its rows, and the load model at `now`. */
export type Machine = {
  instance: SimulatedInstance
  volumes: readonly { name: string; sizeGib: number }[]
  processes: readonly Process[]
  /** Its cards on further networks. */
  moreAddresses?: readonly string[]
  /** What the connection that a command asks for meets. */
  met?: PathOutcome | undefined
  now: Date
}

export const startOf = ({ instance }: Machine) => instance.reachableAt ?? instance.createdAt

export const loadOf = (machine: Machine) =>
  loadAt({ ...machine.instance, startedAt: startOf(machine) }, machine.now)

/** Every visible file: those of the server, or in its rescue system the same below a mount folder. */
export function filesOf(machine: Machine): Record<string, string> {
  const own = filesOfServer(machine)
  if (machine.instance.power !== 'rescue') return own
  const found = Object.entries(own).map(([path, text]) => [`${rescuePath}${path}`, text])
  return {
    '/etc/hostname': `${machine.instance.name}-rescue\n`,
    '/proc/uptime': own['/proc/uptime'] ?? '',
    '/root/README': `This is the rescue system. The disk of the server is at ${rescuePath}.\n`,
    ...Object.fromEntries(found),
  }
}

function filesOfServer(machine: Machine): Record<string, string> {
  const { instance, volumes } = machine
  return {
    '/etc/hostname': `${instance.name}\n`,
    '/etc/hosts': `127.0.0.1 localhost\n${instance.address} ${instance.name}\n`,
    '/etc/os-release': `PRETTY_NAME="${instance.image} (simulated)"\nID=${instance.image}\n`,
    '/proc/uptime': `${Math.max(0, Math.floor((machine.now.getTime() - startOf(machine).getTime()) / 1000))}\n`,
    '/root/.ssh/authorized_keys': instance.sshKeys.map((key) => `${key}\n`).join(''),
    '/root/README': 'This server is simulated: it has an address, a load and a console, and no programs.\n',
    '/root/content': instance.content === '' ? '' : `${instance.content}\n`,
    '/var/www/index.html': `hello from ${instance.name}\n`,
    ...Object.fromEntries(volumes.map(({ name }) => [`/mnt/${name}/lost+found`, ''])),
  }
}
