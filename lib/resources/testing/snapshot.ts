import type { SagaWorld } from './saga-world'

const soon = () => ({ signal: AbortSignal.timeout(60_000) })

/** Everything that a saga may change about its resources: on the hypervisor, in states, claims and meters. */
export type Snapshot = {
  outside: Record<string, unknown>
  states: Record<string, string>
  claims: Record<string, string>
  openMeters: Record<string, string>
  free: string
  used: string
}

/**
 * The state around these resources in a form that allows comparing two runs: resources are named by their role
 * (`instance`, `volume`), instants are left out.
 */
export async function snapshotWorld(
  world: SagaWorld,
  resources: Readonly<Record<string, string>>,
): Promise<Snapshot> {
  const snapshot: Snapshot = { outside: {}, states: {}, claims: {}, openMeters: {}, free: '', used: '' }
  for (const [role, id] of Object.entries(resources)) {
    if (id.startsWith('hst_')) {
      snapshot.states[role] = await readHostState(world, id, resources.instance ?? '')
      continue
    }
    snapshot.outside[role] = await observe(world, id, resources)
    const [state] = await world.rows.query<{ state: string }>(
      `select state from instances where id = $1 union all select state from volumes where id = $1
       union all select state from volume_snapshots where id = $1
       union all select state from instance_snapshots where id = $1
       union all select state from private_images where id = $1
       union all select state from volume_backups where id = $1
       union all select state from balancers where id = $1`,
      id,
    )
    snapshot.states[role] = state?.state ?? 'no row'
    const claims = await world.rows.query<{ text: string }>(
      `select concat_ws('/', state, vcpu, memory_mib, disk_gib, pool_gib) as text from allocations
       where resource_id = $1 and state in ('pending', 'posted')`,
      id,
    )
    snapshot.claims[role] = claims.map((row) => row.text).join()
    const meters = await world.rows.query<{ meter: string }>(
      `select meter || coalesce('@' || (select name from bundles b where b.id = bundle_id), '') as meter
       from usage_intervals where resource_id = $1 and ended_at is null order by meter`,
      id,
    )
    snapshot.openMeters[role] = meters.map((row) => row.meter).join()
  }
  const [sums] = await world.rows.query<{ free: string; used: string }>(
    `select (select concat_ws('/', sum(vcpu_free), sum(memory_mib_free), sum(disk_gib_free)) from hosts)
       || '/' || (select sum(gib_free) from storage_pools) as free,
     (select string_agg(resource || ' ' || total, ', ' order by resource) from
       (select resource, sum(used) as total from quotas group by resource) q) as used`,
  )
  return { ...snapshot, free: sums?.free ?? '', used: sums?.used ?? '' }
}

/** What a host has for a server: the claim of its row, the hypervisor's object, the claim for a move. */
async function readHostState(world: SagaWorld, hostId: string, instanceId: string): Promise<string> {
  const [seen] = await world.rows.query<{ text: string }>(
    `select concat_ws(' ',
      case when exists (select from instances where id = $2 and host_id = h.id) then 'row' end,
      case when exists (select from simulator.instances where resource_id = $2 and host_name = h.name) then 'object' end,
      (select string_agg(resource_kind, ' ' order by id) from allocations
        where host_id = h.id and resource_id in ($2, 'move:' || $2) and state = 'posted')) as text
     from hosts h where h.id = $1`,
    hostId,
    instanceId,
  )
  return seen?.text ?? 'no host'
}

async function observe(world: SagaWorld, id: string, resources: Readonly<Record<string, string>>) {
  if (id.startsWith('lba_')) {
    const seen = await world.simulator.balancers?.observe(id, soon())
    const drained = await world.rows.query(
      'select from drained_servers where instance_id = $1',
      resources.instance ?? '',
    )
    if (!seen?.exists) return 'absent'
    return seen.backends.map(({ health, isDraining }) => `${health} ${isDraining} ${drained.length}`).join()
  }
  if (id.startsWith('snp_')) {
    const { volume, instance = '' } = resources
    const seen = volume
      ? await world.simulator.observeSnapshot(volume, id, soon())
      : await world.simulator.observeInstanceSnapshot(instance, id, soon())
    return seen.exists ? 'there' : 'absent'
  }
  if (id.startsWith('pim_')) {
    const seen = await world.simulator.observeImage(id, soon())
    if (!seen.exists) return 'absent'
    const [held] = await world.rows.query<{ content: string }>(
      `select content from simulator.images where resource_id = $1`,
      id,
    )
    return held
  }
  if (id.startsWith('vol_') || id.startsWith('bkp_')) {
    const seen = await world.simulator.observeVolume(id, soon())
    if (!seen.exists) return 'absent'
    const role = Object.entries(resources).find(([, each]) => each === seen.attachedTo)?.[0]
    const [held] = await world.rows.query<{ content: string; snapshots: number }>(
      `select content, (select count(*)::int from simulator.snapshots s where s.volume_name = v.name) as snapshots
       from simulator.volumes v where resource_id = $1`,
      id,
    )
    return { sizeGib: seen.sizeGib, attachedTo: role ?? seen.attachedTo, ...held }
  }
  const seen = await world.simulator.observeInstance(id, soon())
  if (!seen.exists) return 'absent'
  const [held] = await world.rows.query<{
    content: string
    snapshots: number
    has_rescue: boolean
    cards: string
  }>(
    `select content, power = 'rescue' as has_rescue, (select count(*)::int from simulator.snapshots s where s.volume_name = i.name) as snapshots,
       (select count(*) from simulator.cards c where c.instance_name = i.name) || ' of '
         || (select count(*) from private_addresses a where a.instance_id = i.resource_id and a.position > 0) as cards
     from simulator.instances i where resource_id = $1`,
    id,
  )
  const { power, vcpu, memoryMib, diskGib } = seen
  return { power, vcpu, memoryMib, diskGib, ...held }
}
