import { accountingInvariants } from './accounting.ts'
import { billingInvariants } from './billing.ts'
import { ereportingInvariants } from './ereporting.ts'
import { incidentInvariants } from './incidents.ts'
import type { Invariant } from './invariant'
import { measuringInvariants } from './measuring.ts'
import { meteringInvariants } from './metering.ts'
import { networkInvariants } from './networks.ts'
import { orderingInvariants } from './ordering.ts'
import { paymentInvariants } from './payments.ts'
import { serviceLevelInvariants } from './service-levels.ts'
import { supportInvariants } from './support.ts'

/**
 * A state in which the compute part is metered. A stopped server being deleted passes through `stopping` too,
 * unmetered.
 */
const computeOn = `(state in ('running', 'restarting') or (state in ('stopping', 'resizing', 'moving') and from_state = 'running'))`

export const invariants: readonly Invariant[] = [
  {
    name: 'host_capacity',
    promise:
      'a host’s free capacity is its capacity times overcommit, less reserved, less live claims; never negative',
    statement: `
      select h.name, h.vcpu_free, h.memory_mib_free, h.disk_gib_free, a.* from hosts h
      left join lateral (select coalesce(sum(vcpu), 0) as vcpu, coalesce(sum(memory_mib), 0) as memory_mib, coalesce(sum(disk_gib), 0) as disk_gib
        from allocations where host_id = h.id and state in ('pending', 'posted')) a on true
      where h.vcpu_free <> h.vcpu_physical * h.vcpu_overcommit_percent / 100 - h.vcpu_reserved - a.vcpu
        or h.memory_mib_free <> h.memory_mib_physical - h.memory_mib_reserved - a.memory_mib
        or h.disk_gib_free <> h.disk_gib_physical - h.disk_gib_reserved - a.disk_gib
        or least(h.vcpu_free, h.memory_mib_free, h.disk_gib_free) < 0`,
  },
  {
    name: 'pool_capacity',
    promise: 'a pool’s free space is its capacity, less reserved, less live claims',
    statement: `
      select p.name, p.gib_free, a.gib from storage_pools p
      left join lateral (select coalesce(sum(pool_gib), 0) as gib from allocations where pool_id = p.id and state in ('pending', 'posted')) a on true
      where p.gib_free <> p.gib_physical - p.gib_reserved - a.gib or p.gib_free < 0`,
  },
  {
    name: 'quota_use',
    promise: 'a quota’s use is the sum of its project’s live claims',
    statement: `
      select q.organisation_id, q.project_id, q.resource, q.used, a.held from quotas q
      left join lateral (
        select case q.resource when 'public_addresses' then (select count(*) from public_addresses p
            where p.organisation_id = q.organisation_id and p.project_id = q.project_id and p.released_at is null)
          when 'load_balancers' then (select count(*) from balancers b
            where b.organisation_id = q.organisation_id and b.project_id = q.project_id and b.state in ('creating', 'active', 'deleting'))
          else coalesce(sum(case q.resource when 'instances' then (resource_kind = 'instance')::int when 'vcpu' then vcpu
          when 'memory_mib' then memory_mib when 'disk_gib' then disk_gib else pool_gib end), 0) end as held
        from allocations where organisation_id = q.organisation_id and project_id = q.project_id and state in ('pending', 'posted')
          and resource_kind <> 'move') a on true
      where q.used <> a.held`,
  },
  {
    name: 'instance_claims',
    promise:
      'every server that exists or may be restored has exactly one live claim on its host; others have none',
    statement: `
      select i.id, i.state, i.host_id, count(a.id) as claims from instances i
      left join allocations a on a.resource_id = i.id and a.state in ('pending', 'posted')
      group by i.id having count(a.id) <> (i.state not in ('failed', 'purged'))::int or bool_or(a.host_id <> i.host_id)`,
  },
  {
    name: 'volume_claims',
    promise:
      'every volume that exists or may be restored has exactly one live claim on its pool; others have none',
    statement: `
      select v.id, v.state, count(a.id) as claims from volumes v
      left join allocations a on a.resource_id = v.id and a.state in ('pending', 'posted')
      group by v.id having count(a.id) <> (v.state not in ('failed', 'purged'))::int or bool_or(a.pool_id <> v.pool_id)`,
  },
  {
    name: 'snapshot_claims',
    promise:
      'every existing or pending snapshot has exactly one live claim, of its size, on its pool; others have none',
    statement: `
      select s.id, s.state, count(a.id) as claims from volume_snapshots s
      left join allocations a on a.resource_id = s.id and a.state in ('pending', 'posted')
      group by s.id having count(a.id) <> (s.state not in ('failed', 'deleted'))::int
        or bool_or(a.pool_id <> s.pool_id or a.pool_gib <> s.size_gib)`,
  },
  {
    name: 'backup_claims',
    promise:
      'every existing or pending backup has exactly one live claim, of its size, on its pool; others have none',
    statement: `
      select b.id, b.state, count(a.id) as claims from volume_backups b
      left join allocations a on a.resource_id = b.id and a.state in ('pending', 'posted')
      group by b.id having count(a.id) <> (b.state not in ('failed', 'deleted'))::int
        or bool_or(a.pool_id <> b.pool_id or a.pool_gib <> b.size_gib)`,
  },
  {
    name: 'image_claims',
    promise:
      'every existing or pending image has exactly one live claim, of its size, on its pool; others have none',
    statement: `
      select p.id, p.state, count(a.id) as claims from private_images p
      left join allocations a on a.resource_id = p.id and a.state in ('pending', 'posted')
      group by p.id having count(a.id) <> (p.state not in ('failed', 'deleted'))::int
        or bool_or(a.pool_id <> p.pool_id or a.pool_gib <> p.size_gib)`,
  },
  {
    name: 'snapshots_of_gone',
    promise: 'no snapshot outlives its volume',
    statement: `
      select s.id, s.state, v.state as volume_state from volume_snapshots s join volumes v on v.id = s.volume_id
      where s.state not in ('failed', 'deleted') and v.state in ('creating', 'failed', 'purged')`,
  },
  {
    name: 'server_snapshots',
    promise: 'no snapshot outlives its server, whose claim has room for it',
    statement: `
      select i.id, i.state, sum(s.size_gib) as snapshots, max(a.disk_gib) as claimed, max(b.root_disk_gib) as disk
      from instance_snapshots s join instances i on i.id = s.instance_id join bundles b on b.id = i.bundle_id
      left join allocations a on a.resource_id = i.id and a.state in ('pending', 'posted')
      where s.state not in ('failed', 'deleted')
      group by i.id having i.state in ('creating', 'failed', 'purged')
        or (i.state <> 'resizing' and coalesce(max(a.disk_gib), 0) < sum(s.size_gib) + max(b.root_disk_gib))`,
  },
  {
    name: 'orphan_claims',
    promise: 'every live claim that does not expire belongs to a resource',
    statement: `
      select a.id, a.resource_id from allocations a
      where a.state in ('pending', 'posted') and a.expires_at is null
        and not exists (select 1 from instances i where i.id = case a.resource_kind when 'move' then substr(a.resource_id, 6) else a.resource_id end
          and (a.resource_kind <> 'move' or i.state in ('moving', 'recovering')) and i.organisation_id = a.organisation_id and i.zone_id = a.zone_id)
        and not exists (select 1 from volumes v where v.id = a.resource_id and v.organisation_id = a.organisation_id and v.zone_id = a.zone_id)
        and not exists (select 1 from volume_snapshots s where s.id = a.resource_id and s.organisation_id = a.organisation_id and s.zone_id = a.zone_id)
        and not exists (select 1 from volume_backups b where b.id = a.resource_id and b.organisation_id = a.organisation_id and b.zone_id = a.zone_id)
        and not exists (select 1 from private_images p where p.id = a.resource_id and p.organisation_id = a.organisation_id and p.zone_id = a.zone_id)`,
  },
  {
    name: 'claims_stand',
    promise: 'a claim is on a host and a pool of its zone, and counts against a project of its organisation',
    statement: `
      select a.id, a.zone_id, a.host_id, a.pool_id, a.organisation_id, a.project_id from allocations a
      left join hosts h on h.id = a.host_id and h.zone_id = a.zone_id
      left join storage_pools s on s.id = a.pool_id and s.zone_id = a.zone_id
      left join projects p on p.id = a.project_id and p.organisation_id = a.organisation_id
      where (h.id is null) <> (a.host_id is null) or (s.id is null) <> (a.pool_id is null) or p.id is null`,
  },
  {
    name: 'public_addresses',
    promise:
      'an address of a pool is one organisation’s at a time, metered from its reservation to its release (one ordered with a server from the moment that the server runs), and leads to a server that exists',
    statement: `
      select a.id, a.address, count(u.id) as metered, i.state from public_addresses a
      left join usage_intervals u on u.resource_id = a.id and u.ended_at is null
      left join (select id, state from instances union all select id, state from balancers) i
        on i.id = coalesce(a.instance_id, a.balancer_id)
      group by a.id, i.state having (count(u.id) <> (a.released_at is null)::int
            and not (count(u.id) = 0 and a.released_at is null and i.state is not distinct from 'creating'))
        or (a.released_at is not null and coalesce(a.instance_id, a.balancer_id) is not null)
        or i.state in ('failed', 'purged') or (a.balancer_id is not null and i.state = 'deleted')`,
  },
  {
    name: 'balancers',
    promise:
      'a load balancer is metered exactly while it works or is being deleted, and then has one public address and two or three of its network',
    statement: `
      select b.id, b.state, u.n as metered, a.n as public, o.n as own from balancers b
      left join lateral (select count(*) as n from usage_intervals where resource_id = b.id and ended_at is null) u on true
      left join lateral (select count(*) as n from public_addresses where balancer_id = b.id and released_at is null) a on true
      left join lateral (select count(*) as n from balancer_addresses where balancer_id = b.id) o on true
      where u.n <> (b.state in ('active', 'deleting'))::int
        or a.n <> (b.state in ('creating', 'active', 'deleting'))::int
        or (b.state in ('active', 'deleting') and o.n not in (2, 3)) or (b.state in ('deleted', 'failed') and o.n <> 0)`,
  },
  {
    name: 'drained_servers',
    promise: 'load balancers leave a server out only while the operation that interrupts it is in progress',
    statement: `
      select d.instance_id, s.state from drained_servers d join sagas s on s.id = d.saga_id
      where s.state not in ('running', 'undoing', 'parked') or s.resource_id <> d.instance_id`,
  },
  {
    name: 'addresses',
    promise: 'no address is held twice in a zone, and a server shows the one it holds',
    statement: `
      select zone_id, address, count(*) from allocations where state in ('pending', 'posted') and address is not null
      group by 1, 2 having count(*) > 1`,
  },
  {
    name: 'sagas',
    promise: 'no saga runs for more than ten minutes, and none is left without an undo',
    statement: `
      select s.id, s.kind, s.state, s.created_at from sagas s
      where (s.state in ('running', 'undoing') and s.created_at < now() - interval '10 minutes') or s.state = 'parked'`,
  },
  {
    name: 'transient_states',
    promise: 'a resource in a passing state has a live saga that will end it',
    statement: `
      select r.id, r.state from (
        select id, state from instances where state in ('creating', 'starting', 'stopping', 'restarting', 'resizing', 'moving', 'restoring', 'entering_rescue', 'leaving_rescue', 'recovering', 'purging')
        union all select id, state from volumes where state in ('creating', 'attaching', 'detaching', 'restoring', 'growing', 'purging')
        union all select id, state from volume_snapshots where state in ('creating', 'deleting')
        union all select id, state from instance_snapshots where state in ('creating', 'deleting')
        union all select id, state from private_images where state in ('creating', 'deleting')
        union all select id, state from volume_backups where state in ('creating', 'deleting')
        union all select id, state from balancers where state in ('creating', 'deleting')) r
      where not exists (select 1 from sagas s where s.state in ('running', 'undoing', 'parked') and (s.resource_id = r.id or s.input ->> 'volumeId' = r.id))`,
  },
  {
    name: 'order_lines',
    promise: 'an order line has as many servers and volumes as it says',
    statement: `
      select l.id, l.quantity, b.kind, i.n as instances, v.n as volumes from order_lines l join bundles b on b.id = l.bundle_id
      left join lateral (select count(*) as n from instances where order_line_id = l.id) i on true
      left join lateral (select count(*) as n from volumes where order_line_id = l.id) v on true
      cross join lateral (select (l.state not in ('held', 'refused', 'expired', 'withdrawn'))::int as is_carried_out) c
      where i.n <> c.is_carried_out * l.quantity * (b.vcpu > 0)::int
        or v.n <> c.is_carried_out * l.quantity * (b.volume_gib > 0)::int`,
  },
  {
    name: 'held_orders',
    promise:
      'an order waits for a decision exactly when it has a hold with a reason, with all of its capacity claimed',
    statement: `
      select o.id, o.state, h.order_id, c.n as claims, cardinality(h.resource_ids) as needed
      from orders o full join held_orders h on h.order_id = o.id
      left join lateral (select count(*) as n from allocations a where a.resource_id = any(h.resource_ids) and a.state = 'pending') c on true
      where (o.state is not distinct from 'held') <> (h.order_id is not null)
        or (h.order_id is not null and (c.n <> cardinality(h.resource_ids) or cardinality(h.reasons) = 0))`,
  },
  {
    name: 'quotes',
    promise: 'a quote waits for a signature while its order does, and the signature covers its document',
    statement: `
      select q.id, q.number, q.version, o.state, h.reasons, s.document_hash from quotes q
      join orders o on o.id = q.order_id left join held_orders h on h.order_id = o.id left join quote_signatures s on s.quote_id = q.id
      where encode(sha256(q.document), 'hex') <> q.document_hash or s.document_hash <> q.document_hash
        or (o.state = 'held' and ('quote' = any(h.reasons)) = (s.quote_id is not null))
        or (o.state not in ('held', 'refused', 'expired', 'withdrawn') and s.quote_id is null)`,
  },
  {
    name: 'settled_orders',
    promise: 'an order is finished when and only when all its lines are',
    statement: `
      select o.id, o.state, array_agg(l.state) from orders o join order_lines l on l.order_id = o.id
      group by o.id having (o.state in ('accepted', 'in_progress')) <> bool_or(l.state in ('accepted', 'in_progress'))`,
  },
  {
    name: 'open_usage',
    promise:
      'running resources are metered, stopped ones and those without a host are not, failed ones never were',
    statement: `
      select i.id, i.state, c.n as compute, d.n as root_disk from instances i
      left join lateral (select count(*) as n from usage_intervals where resource_id = i.id and meter = 'compute' and ended_at is null) c on true
      left join lateral (select count(*) as n from usage_intervals where resource_id = i.id and meter = 'root_disk' and ended_at is null) d on true
      left join hosts h on h.id = i.host_id
      -- Within five minutes of a silence of its host both states are valid: the silence ends once the server answers.
      where (i.state not in ('resizing', 'stopping', 'moving')
          and c.n <> (i.state in ('running', 'restarting') and h.unreachable_since is null)::int
          and not (i.state in ('running', 'restarting') and c.n <= 1 and exists (select 1 from host_silences s
            where s.host_id = i.host_id and coalesce(s.to_at, s.from_at) > now() - interval '5 minutes')))
        -- A lost server that its customer deletes is erased at once.
        or (d.n <> (i.state not in ('creating', 'failed', 'purged', 'lost', 'recovering'))::int and not (i.state = 'purging' and d.n = 0))
      union all
      select v.id, v.state, 0, u.n from volumes v
      left join lateral (select count(*) as n from usage_intervals where resource_id = v.id and meter = 'volume' and ended_at is null) u on true
      -- A volume on the host of a lost server is not billed until it is restored from a backup.
      where u.n <> (v.state not in ('creating', 'failed', 'purged'))::int and not (u.n = 0 and (v.state = 'purging' or exists (
        select 1 from instances i where i.id = v.attached_instance_id and i.state in ('lost', 'recovering'))))
      union all
      select s.id, s.state, 0, u.n from volume_snapshots s
      left join lateral (select count(*) as n from usage_intervals where resource_id = s.id and meter = 'snapshot' and ended_at is null) u on true
      where u.n <> (s.state in ('available', 'deleting'))::int
      union all
      select s.id, s.state, 0, u.n from instance_snapshots s
      left join lateral (select count(*) as n from usage_intervals where resource_id = s.id and meter = 'disk_snapshot' and ended_at is null) u on true
      where u.n <> (s.state in ('available', 'deleting'))::int
      union all
      select p.id, p.state, 0, u.n from private_images p
      left join lateral (select count(*) as n from usage_intervals where resource_id = p.id and meter = 'disk_snapshot' and ended_at is null) u on true
      where u.n <> (p.state in ('available', 'deleting'))::int
      union all
      select b.id, b.state, 0, u.n from volume_backups b
      left join lateral (select count(*) as n from usage_intervals where resource_id = b.id and meter = 'snapshot' and ended_at is null) u on true
      where u.n <> (b.state in ('available', 'deleting'))::int`,
  },
  {
    name: 'usage_of_failed',
    promise: 'a resource that failed to start is never billed',
    statement: `
      select u.id, u.resource_id from usage_intervals u
      where exists (select 1 from instances i where i.id = u.resource_id and i.state = 'failed')
        or exists (select 1 from volumes v where v.id = u.resource_id and v.state = 'failed')
        or exists (select 1 from volume_snapshots s where s.id = u.resource_id and s.state = 'failed')
        or exists (select 1 from instance_snapshots s where s.id = u.resource_id and s.state = 'failed')
        or exists (select 1 from private_images p where p.id = u.resource_id and p.state = 'failed')
        or exists (select 1 from volume_backups b where b.id = u.resource_id and b.state = 'failed')`,
  },
  {
    name: 'metered_seconds',
    promise: 'the compute seconds of a server are the seconds it was running, by its own transitions',
    statement: `
      with steps as (
        select resource_id, to_state as state, from_state, effective_at,
          lead(effective_at) over (partition by resource_id order by effective_at, recorded_at, id) as until
        from state_transitions where resource_kind = 'instance'),
      alive as (
        select resource_id, sum(extract(epoch from coalesce(until, date_trunc('second', now())) - effective_at)) as seconds
        from steps where ${computeOn} group by 1),
      metered as (
        select resource_id, sum(extract(epoch from coalesce(ended_at, date_trunc('second', now())) - started_at)) as seconds
        from usage_intervals where meter = 'compute' group by 1)
      select coalesce(a.resource_id, m.resource_id) as resource_id, a.seconds as alive, m.seconds as metered
      from alive a full join metered m using (resource_id) where coalesce(a.seconds, 0) <> coalesce(m.seconds, 0)`,
  },
  {
    name: 'last_transition',
    promise: 'a resource is in the state of its last transition',
    statement: `
      select r.id, r.state, t.to_state from (select id, state from instances union all select id, state from volumes
        union all select id, state from volume_snapshots union all select id, state from instance_snapshots
        union all select id, state from private_images union all select id, state from volume_backups) r
      left join lateral (select to_state from state_transitions where resource_id = r.id order by effective_at desc, recorded_at desc, id desc limit 1) t on true
      where t.to_state is distinct from r.state`,
  },
  {
    name: 'audited_orders',
    promise: 'every order and every organisation has its audit row',
    statement: `
      select o.id from orders o where not exists (select 1 from audit_events a where a.subject_id = o.id and a.event = 'order.placed')
      union all
      select o.id from organisations o where not exists (select 1 from audit_events a where a.subject_id = o.id and a.event = 'organisation.submitted')`,
  },
  {
    name: 'audit_sequence',
    promise: 'the audit chain is numbered 1..n without a gap',
    statement: `
      select count(*) as chained, min(sequence) as first, max(sequence) as last from audit_events where sequence is not null
      having count(*) > 0 and (min(sequence) <> 1 or max(sequence) <> count(*))`,
  },
  {
    name: 'order_numbers',
    promise: 'order numbers of a year run from 1 without a gap, except those of a confirmed jump',
    statement: `
      select n.year, n.count, n.last from (select split_part(number, '-', 2) as year, count(*), max(split_part(number, '-', 3)::int) as last
        from orders group by 1) n
      left join lateral (select sum(to_number - from_number + 1) as jumped from number_jumps
        where series = 'order-' || n.year and confirmed_at is not null and to_number < n.last) j on true
      where n.count + coalesce(j.jumped, 0) <> n.last`,
  },
  {
    name: 'organisation_owner',
    promise: 'an organisation that is not closed has an owner, one default project, and quotas once active',
    statement: `
      select o.id, o.state from organisations o where o.state not in ('closed', 'refused') and (
        not exists (select 1 from organisation_members m where m.organisation_id = o.id and m.role = 'owner' and m.removed_at is null)
        or (select count(*) from projects p where p.organisation_id = o.id and p.is_default) <> 1
        or (o.state = 'active' and not exists (select 1 from quotas q where q.organisation_id = o.id)))`,
  },
  ...networkInvariants,
  ...orderingInvariants,
  ...billingInvariants,
  ...ereportingInvariants,
  ...accountingInvariants,
  ...measuringInvariants,
  ...meteringInvariants,
  ...paymentInvariants,
  ...incidentInvariants,
  ...supportInvariants,
  ...serviceLevelInvariants,
]
