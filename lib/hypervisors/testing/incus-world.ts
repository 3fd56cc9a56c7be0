import { toAclRules } from '../incus/acl-rule'
import { createIncusContext, type OvnUplink } from '../incus/context'
import { bridgeName } from '../incus/networks/bridge-name'
import { openIncusConnection, openIncusDriver } from '../incus/open-incus-driver'
import { execInside } from '../incus/servers/exec'
import { type IncusAddress, openPool } from '../incus/wire/address'
import { openIncusHttp } from '../incus/wire/http-client'
import { projectOf } from '../incus/zone/project'
import { rescuePath } from '../port/driver'
import { hypervisorName } from '../port/names'
import { type Mounted, soon, type World } from './world'

/** Some tenths of a second: a kernel counts time in ticks of some milliseconds and misses most of shorter work. */
const busy = ['sh', '-c', 'i=0; while [ $i -lt 500000 ]; do i=$((i + 1)); done']

/**
 * A world on a real member, in the default project or in an organisation's. Planted objects are written with plain
 * requests, not by the driver under test.
 */
export async function incusWorld(
  address: IncusAddress,
  image: string,
  organisationId?: string,
  ovn: OvnUplink | null = null,
): Promise<World> {
  const pool = openPool(address)
  const query = organisationId ? `?project=${projectOf(organisationId)}` : ''
  async function post(path: string, json: unknown) {
    const response = await pool.request({ method: 'POST', path, body: JSON.stringify(json) })
    const answer = (await response.body.json()) as { type: string; operation: string; error?: string }
    if (answer.type === 'error') throw new Error(answer.error)
    if (answer.type === 'async') {
      const ended = await pool.request({ method: 'GET', path: `${answer.operation}/wait?timeout=30` })
      const operation = (await ended.body.json()) as { type: string; error?: string }
      if (operation.type === 'error') throw new Error(operation.error)
    }
  }
  const fileOf = ({ instanceId, volumeId }: Mounted) =>
    `/1.0/instances/${hypervisorName(instanceId)}/files?path=/mnt/${hypervisorName(volumeId)}/content`
  const rootFileOf = (instanceId: string) =>
    `/1.0/instances/${hypervisorName(instanceId)}/files?path=/root/content`
  const inProject = organisationId ? `&project=${projectOf(organisationId)}` : ''
  const rescueFileOf = (instanceId: string) =>
    `/1.0/instances/${hypervisorName(instanceId)}-rescue/files?path=${rescuePath}/root/content`
  async function writeFile(path: string, body: string, where = inProject): Promise<void> {
    const headers = { 'X-Incus-type': 'file', 'X-Incus-write': 'overwrite' }
    const response = await pool.request({ method: 'POST', path: `${path}${where}`, body, headers })
    if (response.statusCode !== 200) throw new Error(await response.body.text())
    await response.body.dump()
  }
  async function readFile(path: string, where = inProject): Promise<string> {
    const response = await pool.request({ method: 'GET', path: `${path}${where}` })
    return response.statusCode === 404 ? 'no file' : response.body.text()
  }
  const now = () => new Date()
  const open = (installation: string) => {
    if (!organisationId) return openIncusDriver({ ...address, installation, now, ovn })
    const connection = openIncusConnection({ ...address, installation, now, ovn })
    return connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  }
  const [driver, rival] = [open('contract'), open('rival')]
  async function runIn(instanceId: string, command: readonly string[]): Promise<string> {
    const patience = { requestTimeoutMs: 20_000, failureLimit: 5, circuitOpenMs: 10_000 }
    const http = openIncusHttp({ ...address, now, ...patience })
    const project = organisationId ? projectOf(organisationId) : 'default'
    const incus = createIncusContext({ http, project, installation: 'contract', now })
    const { stdout } = await execInside(incus, instanceId, command, soon()).finally(() => http.close())
    return stdout.trim()
  }
  return {
    driver,
    rival,
    image,
    plainImage: image,
    networksOverlap: ovn !== null,
    plantInstance: (resourceId) =>
      post(`/1.0/instances${query}`, {
        name: hypervisorName(resourceId),
        type: 'container',
        source: { type: 'image', alias: image },
      }),
    plantVolume: (resourceId) =>
      post(`/1.0/storage-pools/default/volumes/custom${query}`, {
        name: hypervisorName(resourceId),
        config: { size: '1GiB' },
      }),
    write: (at, text) => writeFile(fileOf(at), text),
    read: (at) => readFile(fileOf(at)),
    writeRoot: (instanceId, text) => writeFile(rootFileOf(instanceId), text),
    readRoot: (instanceId) => readFile(rootFileOf(instanceId)),
    writeInRescue: (instanceId, text) => writeFile(rescueFileOf(instanceId), text, '&project=default'),
    readInRescue: (instanceId) => readFile(rescueFileOf(instanceId), '&project=default'),
    userDataOf: async (instanceId) => {
      const path = `/1.0/instances/${hypervisorName(instanceId)}${query}`
      const read = await pool.request({ method: 'GET', path })
      const { metadata } = (await read.body.json()) as { metadata: { config: Record<string, string> } }
      return metadata.config['cloud-init.user-data'] ?? ''
    },
    changeRules: async ({ networkId }, rules) => {
      const name = bridgeName('contract', networkId)
      const path = `/1.0/network-acls/${name}?project=default`
      const read = await pool.request({ method: 'GET', path })
      const { metadata } = (await read.body.json()) as {
        metadata: { config: Record<string, string>; egress: unknown[] }
      }
      const ingress = rules.flatMap(toAclRules)
      const body = JSON.stringify({ config: metadata.config, egress: metadata.egress, ingress })
      const written = await pool.request({ method: 'PUT', path, body })
      if (written.statusCode !== 200) throw new Error(await written.body.text())
      await written.body.dump()
    },
    changeSettings: async ({ networkId }, config) => {
      const path = `/1.0/networks/${bridgeName('contract', networkId)}?project=default`
      const written = await pool.request({ method: 'PATCH', path, body: JSON.stringify({ config }) })
      if (written.statusCode !== 200) throw new Error(await written.body.text())
      await written.body.dump()
    },
    hear: (instanceId, to) => runIn(instanceId, ['wget', '-q', '-O', '-', '-T', '2', `http://${to}/`]),
    runIn,
    work: (instanceId) =>
      post(`/1.0/instances/${hypervisorName(instanceId)}/exec${query}`, {
        command: busy,
        interactive: false,
        'wait-for-websocket': false,
      }),
    async close() {
      await Promise.all([driver.close(), rival.close(), pool.destroy()])
    },
  }
}
