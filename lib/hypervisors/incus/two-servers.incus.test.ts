import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { type IncusMember, startIncusMember } from '../testing/incus-member'
import { incusWorld } from '../testing/incus-world'
import { instanceSpec, soon, volumeSpec, type World } from '../testing/world'

const members = [await startIncusMember(), await startIncusMember()]
const isAble = members.every((member) => member.available)
if (!isAble) console.warn('Incus tests are skipped: two members do not start here')
const organisationId = newId('organisation')
const open = (member: IncusMember | undefined): Promise<World> => {
  if (!member?.available) throw new Error('the member runs')
  return incusWorld({ socketPath: member.socketPath }, member.image, organisationId)
}
afterAll(async () => {
  for (const member of members) if (member.available) await member.stop()
}, 60_000)

describe.skipIf(!isAble)('two independent servers', { timeout: 90_000 }, () => {
  async function mounted({ driver, image }: World, volumeId: string) {
    const server = instanceSpec(image, { organisationId })
    await driver.createInstance(server, soon())
    await driver.startInstance(server.resourceId, soon())
    await driver.attachVolume(server.resourceId, volumeId, soon())
    return { instanceId: server.resourceId, volumeId }
  }

  it('transfer a backup, within the organisation’s own project on both', async () => {
    const [here, there] = [await open(members[0]), await open(members[1])]
    const volume = volumeSpec({ organisationId })
    await here.driver.createVolume(volume, soon())
    const at = await mounted(here, volume.resourceId)
    await here.write(at, 'carried')
    const source = { volumeId: volume.resourceId, snapshotId: newId('snapshot') }
    await here.driver.takeSnapshot(source.volumeId, source.snapshotId, soon())
    const spec = volumeSpec({ resourceId: newId('backup'), organisationId })
    await there.driver.importVolume(spec, () => here.driver.exportSnapshot(spec, source, soon()), soon())
    // Neither the export nor the backup appears on the source server.
    const strange = (await here.driver.survey('', soon())).filter(({ name }) => name.startsWith('bkp-'))
    expect(strange).toEqual([])
    await here.driver.endExport(spec.resourceId, soon())
    expect(await here.driver.observeVolume(spec.resourceId, soon())).toMatchObject({ exists: false })
    expect(await there.driver.observeVolume(spec.resourceId, soon())).toMatchObject({
      ...{ exists: true, ours: true, sizeGib: 1 },
    })
    const back = volumeSpec({ organisationId })
    await there.driver.copyVolume(back, { volumeId: spec.resourceId, snapshotId: null }, soon())
    expect(await there.read(await mounted(there, back.resourceId))).toBe('carried')
    await Promise.all([here.close(), there.close()])
  })
})
