-- A server has several cards, each on a network of its own. The one at position 0 is that of its public addresses.
alter table private_addresses
  add column position integer not null default 0,
  drop constraint private_addresses_instance,
  add constraint private_addresses_card unique (instance_id, network_id),
  add constraint private_addresses_position unique (instance_id, position),
  add constraint private_addresses_positions check (position between 0 and 3);

-- The further cards of simulated servers.
create table simulator.cards (
  instance_name text,
  network_name text,
  address text not null,
  position integer not null,
  constraint cards_instance_name_network_name_pk primary key (instance_name, network_name)
);
create index simulator_cards_by_network on simulator.cards (network_name);
grant select, insert, update, delete on simulator.cards to andromede_simulator;
