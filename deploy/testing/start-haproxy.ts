import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const haproxyIsInstalled = () => spawnSync('haproxy', ['-v']).status === 0

/**
 * `deploy/haproxy.cfg` in front of two portals, given as `host:port`, on this port of the loopback without TLS. Requests get 503 until
 * a portal is ready.
 */
export function startHaproxy(
  port: number,
  portals: readonly [string, string],
  { checkedEvery = '2s' }: { checkedEvery?: string } = {},
) {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-haproxy-'))
  const file = path.join(folder, 'haproxy.cfg')
  const sample = readFileSync('deploy/haproxy.cfg', 'utf8')
  const text = sample
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    .replaceAll('portal-1:3000', portals[0])
    .replaceAll('portal-2:3000', portals[1])
    .replaceAll('inter 2s', `inter ${checkedEvery}`)
  writeFileSync(file, text)
  const proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (proxy.kill('SIGKILL')) await once(proxy, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
