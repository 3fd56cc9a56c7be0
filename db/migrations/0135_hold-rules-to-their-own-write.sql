-- The rules of a network are in force only after the successful write of the worker that holds its lease. While they are
-- not, the row says since when and on which hosts.
alter table private_networks add column writing_by text, add column writing_until timestamp with time zone,
  add column not_in_force_since timestamp with time zone, add column not_in_force_on text[] not null default '{}';
--> statement-breakpoint
grant update (revision, writing_by, writing_until, not_in_force_since, not_in_force_on) on private_networks to andromede_worker;
--> statement-breakpoint
create table simulator.networks (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  zone_code text not null,
  range text not null,
  rules jsonb not null
);
grant select, insert, update, delete on simulator.networks to andromede_simulator;
--> statement-breakpoint
-- What was marked as applied by what another write showed for a moment is written again once.
update private_networks set applied_revision = -1;
