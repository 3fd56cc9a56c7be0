-- Public IPv6: ranges of zones, a /64 for each network with a way out, an address for each of its servers.
alter table address_pools
  drop constraint address_pools_size,
  add constraint address_pools_size check (
    family(range) = 4 and masklen(range) between 22 and 32 or family(range) = 6 and masklen(range) between 32 and 64);

alter table private_networks
  -- Given when the network is made, and kept until the hypervisor has removed it.
  add column range6 text,
  add constraint private_networks_range6 check (
    range6 is null or has_exit and family(range6::cidr) = 6 and masklen(range6::cidr) = 64);
create unique index private_networks_range6_held on private_networks (range6) where removed_at is null;
alter table spare_networks add column range6 text;
create unique index spare_networks_range6 on spare_networks (range6);

alter table private_addresses
  add column address6 text,
  -- When the guest was last seen with it: until then nothing leads people there.
  add column seen6_at timestamptz,
  add constraint private_addresses_seen6 check (seen6_at is null or address6 is not null);
create unique index private_addresses_address6 on private_addresses (address6);
grant update (seen6_at) on private_addresses to andromede_worker;
create trigger private_addresses_give6 before insert on private_addresses
  for each row execute function app.give_address6();

alter table simulator.instances add column address6 text;
alter table simulator.networks add column range6 text;
