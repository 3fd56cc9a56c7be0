import { openSimulatorDatabase } from '~/db/simulator-client'
import { hypervisorName } from '../port/names'
import { openSimulator } from '../simulator/open-simulator'
import {
  findInstance,
  findSimulatedNetwork,
  findVolume,
  insertInstance,
  insertVolume,
  updateInstance,
  updateVolume,
  upsertNetwork,
} from '../simulator/queries/index'
import { listen } from './shell-contract'
import { soon, type World } from './world'

/** A world in the simulator, where everything is immediate unless `latencyPercent` is set. */
export async function simulatorWorld(databaseUrl: string, latencyPercent = 0): Promise<World> {
  const now = () => new Date()
  const driver = openSimulator({ databaseUrl, installation: 'contract', now })
  const rival = openSimulator({ databaseUrl, installation: 'rival', now })
  const strangers = openSimulatorDatabase(databaseUrl)
  await driver.setLatencyPercent(latencyPercent)
  return {
    driver,
    rival,
    image: 'debian-13',
    plainImage: 'plain-debian-13',
    networksOverlap: true,
    plantInstance: (resourceId) =>
      strangers.db.transaction((tx) =>
        insertInstance(tx, {
          name: hypervisorName(resourceId),
          label: 'stranger',
          hostName: 'host-1',
          zoneCode: 'PAR1',
          image: 'debian-13',
          vcpu: 1,
          memoryMib: 256,
          rootDiskGib: 2,
          address: '10.254.0.1',
          createdAt: now(),
        }),
      ),
    plantVolume: (resourceId) =>
      strangers.db.transaction((tx) =>
        insertVolume(tx, {
          name: hypervisorName(resourceId),
          label: 'stranger',
          zoneCode: 'PAR1',
          poolName: 'par1-fast',
          sizeGib: 1,
          createdAt: now(),
        }),
      ),
    hostOf: (resourceId) =>
      strangers.db.transaction(
        async (tx) => (await findInstance(tx, hypervisorName(resourceId)))?.hostName ?? 'none',
      ),
    write: ({ volumeId }, text) =>
      strangers.db.transaction((tx) => updateVolume(tx, hypervisorName(volumeId), { content: text })),
    read: ({ volumeId }) =>
      strangers.db.transaction(
        async (tx) => (await findVolume(tx, hypervisorName(volumeId)))?.content ?? 'no volume',
      ),
    writeRoot: (instanceId, text) =>
      strangers.db.transaction((tx) => updateInstance(tx, hypervisorName(instanceId), { content: text })),
    readRoot: (instanceId) =>
      strangers.db.transaction(
        async (tx) => (await findInstance(tx, hypervisorName(instanceId)))?.content ?? 'no instance',
      ),
    writeInRescue: (instanceId, text) =>
      strangers.db.transaction(async (tx) => {
        const name = hypervisorName(instanceId)
        if ((await findInstance(tx, name))?.power !== 'rescue') throw new Error('no rescue system')
        await updateInstance(tx, name, { content: text })
      }),
    readInRescue: (instanceId) =>
      strangers.db.transaction(async (tx) => {
        const instance = await findInstance(tx, hypervisorName(instanceId))
        return instance?.power === 'rescue' ? instance.content : 'no rescue system'
      }),
    userDataOf: (instanceId) =>
      strangers.db.transaction(
        async (tx) => (await findInstance(tx, hypervisorName(instanceId)))?.userData ?? 'no instance',
      ),
    changeRules: ({ networkId }, rules) =>
      strangers.db.transaction(async (tx) => {
        const network = await findSimulatedNetwork(tx, hypervisorName(networkId))
        if (!network) throw new Error('no network')
        await upsertNetwork(tx, { ...network, rules })
      }),
    async hear(instanceId, address) {
      const shell = await driver.openShell(instanceId, { columns: 200, rows: 24 }, soon())
      const { shown, type } = listen(shell)
      await type(`wget -q -O - -T 2 http://${address}/; exit\n`)
      await shell.closed
      return /hello from ins-\w+/.exec(shown())?.[0] ?? ''
    },
    // Simulated servers are never idle.
    work: async () => undefined,
    async close() {
      await Promise.all([driver.close(), rival.close(), strangers.close()])
    },
  }
}
