-- Two networks of one organisation and zone, of one project or two, whose servers reach each other as the rules of both allow.
create table network_peerings (
  network_id text,
  peer_id text,
  organisation_id text not null,
  created_at timestamptz not null,
  constraint network_peerings_network_id_peer_id_pk primary key (network_id, peer_id),
  -- Once for each pair.
  constraint network_peerings_ordered check (network_id < peer_id),
  constraint network_peerings_organisation_id_network_id_private_networks_or
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id),
  constraint network_peerings_organisation_id_peer_id_private_networks_organ
    foreign key (organisation_id, peer_id) references private_networks (organisation_id, id)
);
create index network_peerings_peer on network_peerings (peer_id);
alter table network_peerings enable row level security, force row level security;
create policy network_peerings_portal on network_peerings to andromede_portal
  using (organisation_id = app.current_organisation());
create policy network_peerings_staff on network_peerings to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- Seen from either side; made by who may operate both, ended by who may operate one.
create policy network_peerings_visible on network_peerings as restrictive for select to andromede_portal
  using (exists (select from private_networks n where n.id in (network_id, peer_id)));
create policy network_peerings_made on network_peerings as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or 2 = (select count(*) from private_networks n
    where n.id in (network_id, peer_id) and n.project_id = any ((select app.operated_projects())::text[])));
create policy network_peerings_deleted on network_peerings as restrictive for delete to andromede_portal
  using ((select app.operated_projects()) is null or exists (select from private_networks n
    where n.id in (network_id, peer_id) and n.project_id = any ((select app.operated_projects())::text[])));
grant select, insert, delete on network_peerings to andromede_portal;
grant select on network_peerings to andromede_operator, andromede_worker;
create trigger network_peerings_written after insert or delete on network_peerings
  for each row execute function app.revise_peered_networks();

alter table simulator.networks add column peers text[] not null default '{}';
