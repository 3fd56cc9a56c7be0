import { expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addInstance } from '~/lib/resources/testing/resources'
import { makeStaff } from '~/testing/staff'
import { getOrder, listOrders, readApprovals, readChangeWaits, readOrderCase } from '../index'
import { useChangeWorld } from '../testing/change-world'

const database = useTestDatabase()
const world = useChangeWorld(database)

test('a waiting change names its new bundle in the language of each reader, also after the bundle is renamed', async () => {
  const { sql, estate, held, resize, ruleFrom, technical } = world
  await ruleFrom(1_000n)
  const { id: bundleId } = estate.bundles.large
  await sql`update bundles set name = 'Offre française', name_en = 'English bundle' where id = ${bundleId}`
  const instanceId = await addInstance(estate, { bundle: 'small' })
  const { orderId } = await held(resize(instanceId, 'large', { ...technical(), locale: 'en' }))
  await sql`update bundles set name = 'Renommée', name_en = 'Renamed' where id = ${bundleId}`
  const staff = (await makeStaff(sql, ['moderator'])).as()
  const labelsFor = async (locale: 'fr' | 'en') => {
    const reader = { ...world.approver(), locale }
    return [
      (await getOrder(reader, { id: orderId })).change?.label,
      (await listOrders(reader)).rows.find(({ id }) => id === orderId)?.change?.label,
      (await readApprovals(reader)).waiting[0]?.change?.label,
      (await readChangeWaits(reader, { resourceId: instanceId })).waiting[0]?.label,
      (await readOrderCase({ ...staff, locale }, { orderId, organisationId: estate.own.organisationId }))
        .change?.label,
    ]
  }
  expect(await labelsFor('en')).toEqual(Array(5).fill('English bundle'))
  expect(await labelsFor('fr')).toEqual(Array(5).fill('Offre française'))
})

test('a bundle without an English name is named in French in both languages', async () => {
  const { estate, held, resize, ruleFrom, technical } = world
  await ruleFrom(1_000n)
  const instanceId = await addInstance(estate, { bundle: 'small' })
  const { orderId } = await held(resize(instanceId))
  for (const locale of ['fr', 'en'] as const)
    expect((await getOrder({ ...technical(), locale }, { id: orderId })).change?.label).toBe('large')
})
