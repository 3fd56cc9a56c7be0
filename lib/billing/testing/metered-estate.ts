import type postgres from 'postgres'
import { defineTrafficPrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { insertCapacityStaff, openMeter } from '~/lib/usage/traffic/testing/meters'
import { type Estate, makeEstate } from '~/testing/estate'
import { makeSeller } from './seller'

export type MeteredEstate = { estate: Estate; secret: string }

/** A seller that also bills traffic beyond an allowance; `secret` is that of a meter. */
export async function makeMeteredEstate(
  sql: postgres.Sql,
  { includedMebibytes }: { includedMebibytes: bigint },
): Promise<MeteredEstate> {
  const estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  await makeSeller(sql)
  const staff = await insertCapacityStaff(sql)
  const { secret } = await openMeter(sql, staff(new Date('2026-09-01T08:00:00Z')), estate.zone.zoneId)
  await defineTrafficPrice(seedContext(), {
    includedMebibytes,
    microCentsPerGibibyte: 1_000_000n,
    validFrom: new Date('2026-09-15T08:00:00Z'),
  })
  return { estate, secret }
}
