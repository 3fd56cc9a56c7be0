import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { deleteCopy } from '~/lib/resources'
import { addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { makeBackup } from '~/lib/resources/testing/unjudged'
import { type Estate, makeEstate } from '~/testing/estate'
import { listRestoreChoices, restoreBackup } from '../index'
import { restoreBackupInput } from '../schema'

const database = useTestDatabase()
const { sql } = database
const { query, sagasOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  await query(
    `insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
     values ($1, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true) on conflict do nothing`,
    newId('sellingEntity'),
  )
})

const own = () => estate.own.as('technical')
let named = 0
const restoreOf = (backupId: string, over: Record<string, unknown> = {}) =>
  restoreBackupInput.parse({
    idempotencyKey: randomUUID(),
    backupId,
    bundleId: estate.bundles.storage.id,
    name: `retour-${++named}`,
    ...over,
  })

async function addAvailableBackup() {
  const volumeId = await addVolume(estate)
  const { backupId, sagaId } = await makeBackup(own(), {
    ...{ volumeId, snapshotId: null, name: `hors-site-${++named}` },
    ...{ zoneId: estate.otherZone.zoneId, volumeClass: 'fast' },
  })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  await query(`update volume_backups set state = 'available', taken_at = now() where id = $1`, backupId)
  return backupId
}

describe('a volume from a backup', () => {
  test('is ordered once per key, in the zone of the backup, which is kept until the volume is created', async () => {
    const backupId = await addAvailableBackup()
    const input = restoreOf(backupId)
    const [first, again] = [await restoreBackup(own(), input), await restoreBackup(own(), input)]
    expect(again).toEqual(first)
    const made = await query<{ id: Id<'volume'>; state: string; zone_id: string }>(
      `select v.id, v.state, v.zone_id from volumes v join order_lines l on l.id = v.order_line_id
       where l.order_id = $1 and v.source_backup_id = $2`,
      first.orderId,
      backupId,
    )
    expect(made).toMatchObject([{ state: 'creating', zone_id: estate.otherZone.zoneId }])
    expect(await sagasOf(made[0]?.id ?? '')).toEqual([
      { kind: 'copy_volume', input: { volumeId: backupId, snapshotId: null } },
    ])
    await expect(deleteCopy(own(), 'backup', backupId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    await query(`update volumes set state = 'available' where id = $1`, made[0]?.id ?? '')
    await deleteCopy(own(), 'backup', backupId)
    await expect(restoreBackup(own(), restoreOf(backupId))).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('is at least as large, of a storage bundle, and unavailable to other organisations and readers', async () => {
    const backupId = await addAvailableBackup()
    await query('update volume_backups set size_gib = 101 where id = $1', backupId)
    await expect(restoreBackup(own(), restoreOf(backupId))).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'copy_too_small' },
    })
    const small = { bundleId: estate.bundles.small.id }
    await expect(restoreBackup(own(), restoreOf(backupId, small))).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(restoreBackup(estate.foreign.as('technical'), restoreOf(backupId))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(restoreBackup(estate.own.as('reader'), restoreOf(backupId))).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await listRestoreChoices(own())).map((choice) => choice.bundleId)).toContain(
      estate.bundles.storage.id,
    )
  })
})
