import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { startIncusCluster } from '../../lib/hypervisors/testing/incus-cluster.ts'
import { startIncusMember } from '../../lib/hypervisors/testing/incus-member.ts'

/** A zone on real Incus that can be added as a hypervisor, and a vantage outside it. */
export type ReachZone = {
  socketPath: string
  /** Of a cluster; none of a single server. */
  members: readonly string[]
  https: { address: string; token: string }
  /** Its UNIX socket, and the address from which it asks. */
  vantage: { socket: string; source: string }
  stop(): Promise<void>
}

/** One member with bridges; a cable joins the vantage's namespace to its own. Throws the reason without Incus. */
export async function startBridgeZone(): Promise<ReachZone> {
  const member = await startIncusMember({ https: true })
  if (!member.available) throw new Error(member.reason)
  if (!member.https) throw new Error('the member listens over HTTPS')
  const name = `anvt-${process.pid}`
  const ip = (...args: string[]) => execFileSync('ip', args)
  const [inside, source] = ['10.79.0.1', '10.79.0.2']
  ip('netns', 'add', name)
  ip('link', 'add', 'up0', 'netns', name, 'type', 'veth', 'peer', 'name', 'out0', 'netns', member.netns)
  ip('-n', member.netns, 'addr', 'add', `${inside}/30`, 'dev', 'out0')
  ip('-n', member.netns, 'link', 'set', 'out0', 'up')
  ip('-n', name, 'addr', 'add', `${source}/30`, 'dev', 'up0')
  ip('-n', name, 'link', 'set', 'up0', 'up')
  ip('-n', name, 'route', 'add', '198.51.100.0/24', 'via', inside)
  const vantage = startVantage(name)
  return {
    socketPath: member.socketPath,
    members: [],
    https: member.https,
    vantage: { socket: vantage.socket, source },
    async stop() {
      vantage.stop()
      ip('netns', 'del', name)
      await member.stop()
    },
  }
}

/** Three members with OVN; the vantage is the host on the internet behind the zone's border. */
export async function startOvnZone(): Promise<ReachZone> {
  const cluster = await startIncusCluster(3, { networks: 'ovn' })
  if (!cluster.available) throw new Error(cluster.reason)
  const socketPath = cluster.socketPath(1)
  const folder = dirname(socketPath)
  const internet = readFileSync(join(folder, '../../internet'), 'utf8').trim()
  const member = internet.replace(/-o$/, '-n1')
  const trust = ['config', 'trust', 'add', 'andromede', '-q']
  const token = execFileSync(
    'ip',
    ['netns', 'exec', member, 'env', `INCUS_DIR=${folder}`, 'incus', ...trust],
    { encoding: 'utf8' },
  )
  const api = await passOn(member, '10.90.0.1', 8443)
  const vantage = startVantage(internet)
  return {
    socketPath,
    members: ['n1', 'n2', 'n3'],
    https: { address: api.address, token: token.trim().split('\n').at(-1) ?? '' },
    vantage: { socket: vantage.socket, source: '198.18.0.10' },
    async stop() {
      vantage.stop()
      api.stop()
      await cluster.stop()
    },
  }
}

function startVantage(netns: string): { socket: string; stop(): void } {
  const socket = `/tmp/anvt-${process.pid}.sock`
  const child = spawn(
    'ip',
    ['netns', 'exec', netns, process.execPath, 'deploy/outside-vantage.mjs', socket],
    {
      env: { ...process.env, ALLOW: '198.51.100.0/24' },
      stdio: 'inherit',
    },
  )
  return { socket, stop: () => void child.kill() }
}

const relay = `
  const net = require('node:net')
  const [socket, host, port] = process.argv.slice(1)
  net.createServer((from) => {
    const to = net.connect({ host, port: Number(port) })
    from.pipe(to).pipe(from)
    for (const end of [from, to]) end.on('error', () => { from.destroy(); to.destroy() })
  }).listen(socket, () => console.log('ready'))
`

/** Connections to a port of this machine's loopback go to the address within the namespace. */
async function passOn(netns: string, host: string, port: number): Promise<{ address: string; stop(): void }> {
  const socket = `/tmp/anvt-api-${process.pid}.sock`
  const child = spawn(
    'ip',
    ['netns', 'exec', netns, process.execPath, '-e', relay, socket, host, String(port)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const server = createServer((from) => {
    const to = connect(socket)
    from.pipe(to).pipe(from)
    for (const end of [from, to]) {
      end.on('error', () => {
        from.destroy()
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (!bound || typeof bound === 'string') throw new Error('it listens on a port')
  return {
    address: `127.0.0.1:${bound.port}`,
    stop() {
      server.close()
      child.kill()
    },
  }
}
