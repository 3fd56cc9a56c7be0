/**
 * Durable claims through the product's own interface: choosing the host, taking quota, host and address, and writing
 * the journal's row and the job, all in one committed transaction. Compared with the maximum of the same database:
 * commits of one row, and claims of one bare statement, from this same process.
 */
import { cpus, loadavg, totalmem } from 'node:os'
import { type Asked, buyerOf, claimServers } from './support/claim.ts'
import { claimBatch, claimOnce, commitOnce, makePeerTables } from './support/claim-peers.ts'
import { type ClaimWorld, openClaimWorld } from './support/claim-world.ts'
import { measureRate, type Rate } from './support/rate.ts'

const secondsEach = Number(process.env.BENCH_SECONDS ?? 5)
const planned = 10_000
const bundle = 4
const batch = 100

async function measureClaims(world: ClaimWorld, clients: number, asked: Asked = {}) {
  await world.reset()
  let again = 0
  const before = world.cpuSeconds()
  const rate = await measureRate(clients, secondsEach, async (client, turn) => {
    const attempts = await claimServers(world, buyerOf(world, client, clients, turn), asked)
    if (attempts > 1) again += 1
  })
  const after = world.cpuSeconds()
  const perClaim = (from: number, to: number) => round(((to - from) * 1_000) / rate.count)
  return {
    ...rate,
    retriedPercent: round((again * 100) / rate.count),
    nodeCpuMs: perClaim(before.node, after.node),
    databaseCpuMs: perClaim(before.database, after.database),
  }
}

export async function run(): Promise<Record<string, number | string>> {
  const world = await openClaimWorld([1_000, 10_000])
  try {
    return await measure(world)
  } finally {
    await world.close()
  }
}

async function measure(world: ClaimWorld): Promise<Record<string, number | string>> {
  await makePeerTables(world.owner)
  const hostIds = (await world.owner`select id from peer_hosts order by id`).map((row) => String(row.id))
  const hostAt = (client: number, turn: number) =>
    hostIds[(client * 331 + turn * 7_919) % hostIds.length] ?? ''
  // Warm up both like a running process: code compiled, connections and statements prepared.
  const warmUp = (clients: number, seconds: number) =>
    measureRate(clients, seconds, async (client, turn) => {
      for (const hosts of [1_000, 10_000])
        await claimServers(world, buyerOf(world, client, clients, turn), { hosts })
      await claimOnce(world.owner, hostAt(client, turn))
    })
  await warmUp(8, 3)
  const by: Record<string, number> = {}
  for (const clients of [1, 8, 32]) {
    await world.connect(clients)
    await warmUp(clients, 1)
    const commit = await measureRate(clients, secondsEach, () => commitOnce(world.owner))
    const statement = await measureRate(clients, secondsEach, (client, turn) =>
      claimOnce(world.owner, hostAt(client, turn)),
    )
    const claims = await measureClaims(world, clients)
    tell(`${clients} clients, 1,000 hosts`, claims, { commit, statement })
    by[`commits${clients}PerSecond`] = commit.perSecond
    by[`statements${clients}PerSecond`] = statement.perSecond
    by[`statements${clients}P99Ms`] = statement.p99Ms
    by[`claims${clients}PerSecond`] = claims.perSecond
    by[`claims${clients}P50Ms`] = claims.p50Ms
    by[`claims${clients}P99Ms`] = claims.p99Ms
    by[`claims${clients}NodeCpuMs`] = claims.nodeCpuMs
    by[`claims${clients}DatabaseCpuMs`] = claims.databaseCpuMs
    by[`claims${clients}ToStatements`] = round(claims.perSecond / statement.perSecond)
    if (clients !== 8) continue
    const wide = await measureClaims(world, clients, { hosts: 10_000 })
    tell('8 clients, 10,000 hosts', wide, {})
    by.claims8On10000HostsPerSecond = wide.perSecond
    by.claims8On10000HostsP99Ms = wide.p99Ms
    by.kept10000To1000 = round(wide.perSecond / claims.perSecond)
  }
  const apart = await measureClaims(world, 8, { count: bundle, isApart: true })
  tell(`bundles of ${bundle} apart`, apart, {})
  const batches = await measureRate(1, 3, (_, turn) =>
    claimBatch(
      world.owner,
      Array.from({ length: batch }, (__, i) => hostAt(0, turn * batch + i)),
    ),
  )
  const plan = await measurePlan(world)
  console.error(
    `plan of ${planned}: ${plan.map(Math.round).join(', ')} ms; batches ${batches.perSecond * batch}/s`,
  )
  await checkSums(world)
  const planSeconds = round(Math.min(...plan) / 1_000)
  return {
    machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
    load: round(loadavg()[0] ?? 0),
    ...by,
    bundlesServersPerSecond: apart.perSecond * bundle,
    bundlesP99Ms: apart.p99Ms,
    bundlesRetriedPercent: apart.retriedPercent,
    bundlesDatabaseCpuMs: apart.databaseCpuMs,
    plan10000Seconds: planSeconds,
    plan10000MedianSeconds: round((plan.sort((a, b) => a - b)[Math.floor(plan.length / 2)] ?? 0) / 1_000),
    batchClaimsPerSecond: batches.perSecond * batch,
    planToBatches: round(planned / planSeconds / (batches.perSecond * batch)),
    figure: by.claims8PerSecond ?? 0,
    limit: by.statements8PerSecond ?? 0,
    ratio: by.claims8ToStatements ?? 0,
  }
}

/** Ten thousand servers in one order, a few times; each in a separate transaction. */
async function measurePlan(world: ClaimWorld): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    await world.reset()
    const begun = performance.now()
    await claimServers(world, buyerOf(world, turn, 8, turn), { count: planned })
    times.push(performance.now() - begun)
  }
  return times
}

/** Nothing was sold twice or in part: free capacity equals total capacity less all claims. */
async function checkSums({ owner }: ClaimWorld): Promise<void> {
  const wrong = await owner`select h.id from hosts h left join (
      select host_id, sum(vcpu) as vcpu, sum(memory_mib) as memory, sum(disk_gib) as disk from allocations
      where state in ('pending', 'posted') group by 1) a on a.host_id = h.id
    where h.vcpu_free <> h.vcpu_physical - coalesce(a.vcpu, 0) or h.memory_mib_free <> h.memory_mib_physical - coalesce(a.memory, 0)
      or h.disk_gib_free <> h.disk_gib_physical - coalesce(a.disk, 0)`
  if (wrong.length > 0) throw new Error(`${wrong.length} hosts do not add up`)
}

function tell(
  what: string,
  rate: Rate & { nodeCpuMs?: number; databaseCpuMs?: number },
  peers: Record<string, Rate>,
): void {
  const cpu = rate.nodeCpuMs === undefined ? '' : `, CPU ms ${rate.nodeCpuMs} + ${rate.databaseCpuMs}`
  const beside = Object.entries(peers).map(
    ([name, peer]) => `${name} ${peer.perSecond}/s p99 ${peer.p99Ms} ms`,
  )
  console.error(
    `${what}: ${rate.perSecond}/s, p50 ${rate.p50Ms} ms, p99 ${rate.p99Ms} ms${cpu}; ${beside.join('; ')}`,
  )
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
