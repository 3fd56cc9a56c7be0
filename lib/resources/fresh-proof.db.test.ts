import { beforeAll, expect, test } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type Estate, makeEstate } from '~/testing/estate'
import { deleteCopy } from './copies/delete-copy'
import { restoreSnapshot } from './copies/restore-snapshot'
import { deleteInstance } from './servers/delete-instance'
import { protectInstance } from './servers/protect-instance'
import { addInstance, addVolume } from './testing/resources'
import { rowProbe } from './testing/row-probe'
import { takeSnapshot } from './testing/unjudged'
import { deleteVolume } from './volumes/delete-volume'
import { protectVolume } from './volumes/protect-volume'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await query(
    `insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
     values ('test', $1, $2, $2, $3)`,
    estate.own.accountId,
    addSeconds(testNow, -3600).toISOString(),
    addSeconds(testNow, 3600).toISOString(),
  )
})

/** A snapshot after its saga has ended. */
async function addAvailableSnapshot() {
  const volumeId = await addVolume(estate)
  const { snapshotId } = await takeSnapshot(estate.own.as('technical'), { volumeId, name: 'un' })
  await query(`update volume_snapshots set state = 'available', taken_at = now() where id = $1`, snapshotId)
  await query(`update sagas set state = 'succeeded', finished_at = now() where resource_id = $1`, snapshotId)
  return { volumeId, snapshotId }
}

const signedInFor = (seconds: number): OpContext => {
  const { accountId, organisationId } = estate.own
  const secondFactorAt = addSeconds(testNow, -seconds)
  return memberTestContext(accountId, { organisationId, role: 'owner' }, { secondFactorAt })
}

test.each([
  [
    'deleting a server',
    () => addInstance(estate),
    (ctx: OpContext, id: string) => deleteInstance(ctx, { instanceId: id as never, detachVolumes: false }),
    ['instance.deleted'],
  ],
  [
    'deleting a volume',
    () => addVolume(estate),
    (ctx: OpContext, id: string) => deleteVolume(ctx, { volumeId: id as never }),
    ['volume.deleted'],
  ],
  [
    'deleting a snapshot',
    async () => (await addAvailableSnapshot()).snapshotId,
    (ctx: OpContext, id: string) => deleteCopy(ctx, 'volume_snapshot', id as never),
    ['snapshot.deletion_requested', 'snapshot.requested'],
  ],
  [
    'restoring a volume',
    async () => (await addAvailableSnapshot()).volumeId,
    async (ctx: OpContext, id: string) => {
      const [row] = await query<{ id: string }>('select id from volume_snapshots where volume_id = $1', id)
      await restoreSnapshot(ctx, 'volume_snapshot', row?.id as never)
    },
    ['volume.snapshot_restore_requested'],
  ],
  [
    'lifting the protection of a server',
    async () => {
      const instanceId = await addInstance(estate)
      await query('update instances set is_protected = true where id = $1', instanceId)
      return instanceId
    },
    (ctx: OpContext, id: string) => protectInstance(ctx, { instanceId: id as never, isProtected: false }),
    ['instance.unprotected'],
  ],
  [
    'lifting the protection of a volume',
    async () => {
      const volumeId = await addVolume(estate)
      await query('update volumes set is_protected = true where id = $1', volumeId)
      return volumeId
    },
    (ctx: OpContext, id: string) => protectVolume(ctx, { volumeId: id as never, isProtected: false }),
    ['volume.unprotected'],
  ],
])('%s requires a fresh proof and changes nothing without one', async (_name, make, act, events) => {
  const id = await make()
  const before = await stateOf(id)
  const known = await auditsOf(id)
  await expect(act(signedInFor(301), id)).rejects.toMatchObject({ code: 'proof_required' })
  expect([await stateOf(id), await auditsOf(id)]).toEqual([before, known])
  await act(signedInFor(300), id)
  expect(await auditsOf(id)).toEqual(events)
})

test('enabling protection requires no proof', async () => {
  const instanceId = await addInstance(estate)
  const volumeId = await addVolume(estate)
  await protectInstance(signedInFor(3000), { instanceId, isProtected: true })
  await protectVolume(signedInFor(3000), { volumeId, isProtected: true })
  expect([await auditsOf(instanceId), await auditsOf(volumeId)]).toEqual([
    ['instance.protected'],
    ['volume.protected'],
  ])
})
