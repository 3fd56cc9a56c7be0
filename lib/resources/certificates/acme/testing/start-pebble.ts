import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort } from '~/db/embedded/free-port'
import { makeCertificate } from '../../../testing/make-certificate'

const programs = { pebble: '/usr/bin/pebble', haproxy: '/usr/sbin/haproxy' }
export const hasPebble = existsSync(programs.pebble)
export const hasHaproxy = existsSync(programs.haproxy)

/** A certificate authority of its own on loopback that speaks ACME; it ends with this process. */
export async function startPebble({ dns, httpPort }: { dns: string; httpPort: number }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'andromede-pebble-'))
  const [port, management] = [await findFreePort(), await findFreePort()]
  const days = (count: number) => new Date(Date.now() + count * 86_400_000)
  const dates = { from: days(-1), to: days(1) }
  const authority = await makeCertificate('authority', { isCa: true, ...dates })
  const own = await makeCertificate('localhost', { issuer: authority, names: ['localhost'], ...dates })
  const file = async (name: string, content: string) => {
    await writeFile(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const configuration = {
    pebble: {
      listenAddress: `127.0.0.1:${port}`,
      managementListenAddress: `127.0.0.1:${management}`,
      certificate: await file('own.pem', own.pem),
      privateKey: await file('own.key', own.key),
      httpPort,
      tlsPort: 9,
      ocspResponderURL: '',
      externalAccountBindingRequired: false,
      retryAfter: { authz: 1, order: 1 },
    },
  }
  const settings = await file('pebble.json', JSON.stringify(configuration))
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', programs.pebble, '-config', settings, '-dnsserver', dns],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '20', PEBBLE_AUTHZREUSE: '0' },
    },
  )
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const read = (text: string) => {
      output += text
      if (output.includes('ACME directory available at')) resolve()
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('error', reject)
    child.once('close', () => reject(new Error(`Pebble did not start: ${output}`)))
  })
  return {
    directoryUrl: `https://localhost:${port}/dir`,
    authority: authority.pem,
    /** How many orders it has had. */
    orders: () => output.match(/POST \/order-plz -> calling handler/g)?.length ?? 0,
    output: () => output,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The load balancer's own program with this configuration, on this port of loopback instead of port 80. */
export async function startHaproxy(configuration: string, port: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'andromede-haproxy-'))
  const file = path.join(folder, 'haproxy.cfg')
  const text = configuration
    .replace('bind :80\n', `bind 127.0.0.1:${port}\n`)
    .replace(/ {2}(user|group) haproxy\n/g, '')
    .replace(/ {2}stats socket .*\n/, '')
  await writeFile(file, text)
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', programs.haproxy, '-db', '-V', '-f', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const isOpen = () =>
    fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      output += more
    })
  while (!(await isOpen())) {
    if (child.exitCode !== null) throw new Error(`HAProxy did not start: ${output}`)
  }
  return {
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
