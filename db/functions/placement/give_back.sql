-- Give back what a claim took from hosts and pools and cannot keep. Called by claim_capacity alone.
create or replace function app.give_back(p_hosts text[], p_pools text[], p_vcpu int[], p_memory_mib int[], p_disk_gib int[], p_pool_gib int[]) returns void
language sql set search_path = public, pg_temp as $$
  update hosts h set vcpu_free = h.vcpu_free + n.vcpu, memory_mib_free = h.memory_mib_free + n.memory, disk_gib_free = h.disk_gib_free + n.disk
    from (select c.host, sum(c.vcpu)::int as vcpu, sum(c.memory)::int as memory, sum(c.disk)::int as disk
          from unnest(p_hosts, p_vcpu, p_memory_mib, p_disk_gib) as c(host, vcpu, memory, disk) where c.host is not null group by 1) n
    where h.id = n.host;
  update storage_pools s set gib_free = s.gib_free + n.gib
    from (select c.pool, sum(c.gib)::int as gib from unnest(p_pools, p_pool_gib) as c(pool, gib) where c.pool is not null group by 1) n
    where s.id = n.pool;
$$;

revoke execute on function app.give_back(text[], text[], int[], int[], int[], int[]) from public;
