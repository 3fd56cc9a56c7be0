/**
 * Response times of the « what if » answers, as requested by their page, in a zone of 10,000 hosts with 200,000
 * servers; and the first reading of a year of its history.
 */
import { availableParallelism, cpus } from 'node:os'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const hosts = 10_000
const serversPerHost = 20
const rounds = 5

export async function run(): Promise<Record<string, number | string>> {
  return withInstallation(async () => {
    const { makeLargeZone } = await import('./support/large-zone.ts')
    const { sql, systemNowContext } = await import('../e2e/support/database.ts')
    const { staffTestContext } = await import('../db/testing/contexts.ts')
    const { newId } = await import('../lib/kernel/ids.ts')
    const { proposeRebalance } = await import('../lib/placement/index.ts')
    const { sampleCapacity, whatIf } = await import('../lib/relocation/index.ts')
    const { whatIfInput } = await import('../lib/relocation/schema.ts')
    console.error(`filling a zone with ${hosts} hosts and ${hosts * serversPerHost} servers`)
    const zone = await makeLargeZone({ hosts, serversPerHost })
    const staff = staffTestContext(newId('staff'), ['capacity'], new Date())
    const [rack] = await sql<{ row: string; room: string }[]>`
      select row, room_id as room from racks where id = ${zone.rackIds[0] ?? ''}`
    const [bundle] = await sql<{ id: string }[]>`
      select id from bundles where is_active and vcpu between 1 and 2 limit 1`
    const questions: Record<string, Record<string, string>> = {
      drain: { what: 'drain', host: zone.hostIds[0] ?? '' },
      rack: { what: 'lose', place: zone.rackIds[0] ?? '' },
      row: { what: 'lose', place: `${rack?.room}/${rack?.row}` },
      order: { what: 'order', bundle: bundle?.id ?? '', quantity: '100', apart: 'host' },
      add: { what: 'add', like: zone.hostIds[0] ?? '', count: '20' },
    }
    const figures: [string, number][] = []
    const time = async (name: string, times: number, ask: () => Promise<unknown>) => {
      const taken: number[] = []
      for (let round = 0; round < times; round += 1) {
        const begun = performance.now()
        await ask()
        taken.push(Math.round(performance.now() - begun))
      }
      figures.push([`${name}MedianMs`, percentile(taken, 0.5)])
      console.error(`${name}: ${taken.join(', ')} ms`)
    }
    for (const [name, question] of Object.entries(questions)) {
      const parsed = whatIfInput.parse(question)
      await time(name, rounds, async () => {
        const { outcome } = await whatIf(staff, zone.zoneId, parsed)
        if (!outcome) throw new Error(`${name} was not answered`)
      })
    }
    await time('rebalance50', rounds, () => proposeRebalance(staff, zone.zoneId, 50))
    await time('historyOfAYear', 1, () => sampleCapacity(systemNowContext()))
    return {
      machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
      hosts,
      servers: hosts * serversPerHost,
      ...Object.fromEntries(figures),
    }
  })
}
