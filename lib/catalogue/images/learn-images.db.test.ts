import { expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { changeImage, defineZone, offerImages } from '../index'

const { sql } = useTestDatabase()
const system = { ...systemTestContext(), surface: 'operator' as const }
const staff = staffTestContext(newId('staff'), ['capacity'])
const otherwise = {
  name: 'Debian 13',
  updatedOn: '2026-11-01',
  minDiskGib: 2,
  instanceType: 'container' as const,
}

test('a zone takes over what changed in an image, and leaves what an operator set', async () => {
  const zone = { name: 'Z', city: 'Z', position: 1, driver: 'incus' as const, addressPrefix: '' }
  const zoneId = await defineZone(system, { ...zone, code: 'LRN1' })
  const offer = (hasCloudInit: boolean, hasSsh: boolean | null) =>
    offerImages(system, {
      zoneId,
      images: [{ slug: 'debian-13', alias: 'debian/13', otherwise: { ...otherwise, hasCloudInit, hasSsh } }],
    })
  const image = async () => {
    const [row] = await sql<{ id: Id<'image'>; has_cloud_init: boolean; has_ssh: boolean | null }[]>`
      select id, has_cloud_init, has_ssh from images where slug = 'debian-13'`
    return row
  }
  const changes = async () =>
    (
      await sql`select actor_kind, details from audit_events where event = 'image.changed' order by occurred_at, id`
    ).map(({ actor_kind, details }) => [actor_kind, details.to])

  await offer(true, null)
  expect(await image()).toMatchObject({ has_cloud_init: true, has_ssh: null })
  const imageId = (await image())?.id ?? newId('image')
  const { name, updatedOn } = otherwise
  await changeImage(staff, { imageId, name, updatedOn, position: 1, hasCloudInit: false, hasSsh: 'yes' })
  for (const _ of ['unchanged', 'still unchanged']) await offer(true, null)
  expect(await image()).toMatchObject({ has_cloud_init: false, has_ssh: true })

  await offer(false, false)
  expect(await image()).toMatchObject({ has_cloud_init: false, has_ssh: true })
  await offer(true, null)
  expect(await image()).toMatchObject({ has_cloud_init: true, has_ssh: null })
  expect((await changes()).at(-1)).toEqual(['system', { hasCloudInit: true, hasSsh: null }])
})
