import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { anonymousTestContext, staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type StaffRole, staffRoles } from '~/lib/kernel/op-context'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { listContracts, readPromise } from './list-contracts'
import { previewContract, publishContract } from './publish-contract'
import { contractOf, objectiveOf } from './read-contract'
import type { PublishContractInput } from './schema'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const now = new Date('2026-11-24T09:00:00Z')
const as = (role: StaffRole, at = now) => staffTestContext('stf_test', [role], at)
const administrator = as('administrator')

beforeAll(async () => {
  await makeEstate(sql)
  await makeStaff(sql, ['administrator'], { id: 'stf_test', fullName: 'Alix Morel' })
})

/** The newest version as input, with changes. */
async function draft(change: Partial<PublishContractInput> = {}): Promise<PublishContractInput> {
  const [last] = await listContracts(administrator)
  if (!last) throw new Error('a version comes with the product')
  return {
    month: '2027-01',
    steps: [
      { below: 'objective', reduction: '10' },
      { below: '99', reduction: '25' },
    ],
    cap: '30',
    noticeHours: 96,
    allowanceMinutes: 120,
    bundles: last.bundles.map(({ bundleId }) => ({
      bundleId,
      availability: '99,97',
      supportResponseMinutes: 90,
      provisioningSeconds: 240,
    })),
    zones: last.zones.map(({ zoneId }) => ({ zoneId, availability: '99,99' })),
    basis: last.id,
    ...change,
  }
}

describe('a contract version is rejected', () => {
  test.each(staffRoles.filter((role) => role !== 'administrator'))('when published by a %s', async (role) => {
    await expect(publishContract(as(role), await draft())).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('when the proof of identity is older than five minutes', async () => {
    const later = new Date(now.getTime() + 6 * 60_000)
    const stale = { ...administrator, now: later }
    // The session that names the proof method is not in this database.
    await expect(publishContract(stale, await draft())).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await listContracts(administrator)).toHaveLength(1)
  })

  test.each([
    ['a month that has started', { month: '2026-11' }, 'month', 'month_begun'],
    ['no percentage', { cap: 'trente' }, 'cap', 'percentage_four'],
    [
      'a credit of zero',
      { steps: [{ below: 'objective', reduction: '0' }] },
      'steps.0.reduction',
      'percentage',
    ],
    [
      'steps out of order',
      {
        steps: [
          { below: 'objective', reduction: '25' },
          { below: '99', reduction: '10' },
        ],
      },
      'steps.1.reduction',
      'steps_sorted',
    ],
    ['a cap below the first step', { cap: '5' }, 'cap', 'cap_below_step'],
  ])('%s', async (_, change, field, reason) => {
    for (const tried of [previewContract, publishContract])
      await expect(tried(administrator, await draft(change))).rejects.toMatchObject({
        code: 'invalid_input',
        field,
        params: { reason },
      })
  })

  test('when it omits a bundle or zone', async () => {
    const whole = await draft()
    await expect(
      publishContract(administrator, { ...whole, bundles: whole.bundles.slice(1) }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(publishContract(administrator, { ...whole, zones: [] })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('a published version', () => {
  test('is created once by concurrent requests, and applies from its month on', async () => {
    const input = await draft()
    expect(await previewContract(administrator, input)).toEqual({
      version: 2,
      validFrom: '2026-12-31T23:00:00.000Z',
    })
    expect(await listContracts(administrator)).toHaveLength(1)
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, () => publishContract(administrator, input)),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of settled)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' })
    const [newest, first] = await listContracts(administrator)
    expect(newest).toMatchObject({
      version: 2,
      standing: 'announced',
      publishedBy: 'Alix Morel',
      validFrom: '2026-12-31T23:00:00.000Z',
      terms: {
        creditSteps: [
          { belowPpm: 'objective', reductionBasisPoints: 1_000 },
          { belowPpm: 990_000, reductionBasisPoints: 2_500 },
        ],
        creditCapBasisPoints: 3_000,
        maintenance: { noticeHours: 96, allowanceMinutesPerMonth: 120 },
      },
    })
    expect(first).toMatchObject({ version: 1, standing: 'in_force' })
    await withSystem(workerAt(now), async (tx) => {
      const at = (instant: string) => contractOf(tx, new Date(instant))
      // The last hour of December in Paris, and the first of January.
      expect((await at('2026-12-31T22:59:59Z')).version).toBe(1)
      expect((await at('2026-12-31T23:00:00Z')).version).toBe(2)
      const bundleId = newest?.bundles[0]?.bundleId
      expect(newest && bundleId && (await objectiveOf(tx, newest.id, bundleId))).toEqual({
        availabilityPpm: 999_700,
        supportResponseMinutes: 90,
        provisioningSeconds: 240,
      })
    })
    const events = await query(
      `select details->>'version' as version, actor_kind from audit_events where event = 'service_contract.published'`,
    )
    expect(events).toEqual([{ version: '2', actor_kind: 'staff' }])
  })

  test('is public: the one in force, and the next one', async () => {
    const { inForce, announced } = await readPromise(anonymousTestContext(now))
    expect(inForce.version).toBe(1)
    expect(announced?.version).toBe(2)
    expect(announced?.bundles.length).toBeGreaterThan(0)
    const then = await readPromise(anonymousTestContext(new Date('2027-02-01T00:00:00Z')))
    expect([then.inForce.version, then.announced]).toEqual([2, null])
  })

  test('is immutable, and the next one starts after it', async () => {
    await expect(publishContract(administrator, await draft())).rejects.toMatchObject({
      field: 'month',
      params: { reason: 'month_promised' },
    })
    await expect(query(`update service_contracts set terms = '{}'`)).rejects.toThrow()
    await publishContract(administrator, await draft({ month: '2027-02' }))
    expect((await listContracts(administrator)).map(({ version }) => version)).toEqual([3, 2, 1])
  })
})
