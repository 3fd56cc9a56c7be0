import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Network namespaces of this test run, named after its process id; nothing in the root namespace is touched. */
const prefix = 'andromede-fo-'
const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8' })

export type Network = {
  /** The namespace of a member, or of the switch between them. */
  of(member: string): string
  setLink(member: string, state: 'up' | 'down'): void
  pids(member: string): number[]
  remove(): void
}

/** A switch and one namespace for each member, with its address in a network of their own. */
export function openNetwork(members: Readonly<Record<string, string>>): Network {
  removeLeftovers()
  const of = (member: string) => `${prefix}${process.pid}-${member}`
  const all = ['switch', ...Object.keys(members)]
  for (const each of all) {
    ip('netns', 'add', of(each))
    ip('-n', of(each), 'link', 'set', 'lo', 'up')
  }
  ip('-n', of('switch'), 'link', 'add', 'br0', 'type', 'bridge')
  ip('-n', of('switch'), 'address', 'add', '10.0.5.1/24', 'dev', 'br0')
  ip('-n', of('switch'), 'link', 'set', 'br0', 'up')
  for (const [member, address] of Object.entries(members)) {
    const pair = ['type', 'veth', 'peer', 'name', member, 'netns', of('switch')]
    ip('link', 'add', 'eth0', 'netns', of(member), ...pair)
    ip('-n', of('switch'), 'link', 'set', member, 'master', 'br0', 'up')
    ip('-n', of(member), 'address', 'add', `${address}/24`, 'dev', 'eth0')
    ip('-n', of(member), 'link', 'set', 'eth0', 'up')
  }
  return {
    of,
    setLink: (member, state) => void ip('-n', of('switch'), 'link', 'set', member, state),
    pids: (member) => pidsIn(of(member)),
    remove: () => all.forEach((each) => void removeNamespace(of(each))),
  }
}

const pidsIn = (namespace: string) => ip('netns', 'pids', namespace).split('\n').filter(Boolean).map(Number)

function removeNamespace(namespace: string): void {
  for (const pid of pidsIn(namespace)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended meanwhile.
    }
  }
  ip('netns', 'delete', namespace)
}

/** Of runs that were killed. */
function removeLeftovers(): void {
  for (const line of ip('netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ')
    const pid = name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeNamespace(name)
  }
}
