alter table simulator.networks add column has_exit boolean not null default true;
alter table simulator.instances add column network_name text;
create index simulator_instances_by_network on simulator.instances (network_name);
