-- Where each member of a cluster has a bridge of its own, servers on two hosts do not meet on their private network.
alter table zones add column networks_span_hosts boolean not null default true;
update zones z set networks_span_hosts = false from hypervisors h
  where h.zone_id = z.id and h.state <> 'removed' and jsonb_array_length(h.facts -> 'members') > 1;
