create table simulator.balancers (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  zone_code text not null,
  network_name text not null,
  own_addresses text[] not null,
  address text not null,
  server_port integer not null,
  servers jsonb not null,
  configuration text not null
);
grant select, insert, update, delete on simulator.balancers to andromede_simulator;
