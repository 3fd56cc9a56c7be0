-- Names of servers in a DNS server. The worker derives every record set from the rows, and writes and compares it; the
-- portal adds names; the operator configures the server.

create table name_services (
  is_only boolean primary key default true,
  kind text not null,
  -- The names of all projects end with it: `cloud.example`.
  domain text not null,
  base_url text,
  name_servers text[] not null,
  -- `address:port` of the resolver for names outside the domain.
  resolver text,
  -- False: every record is withdrawn.
  is_on boolean not null default true,
  updated_at timestamptz not null,
  compared_at timestamptz,
  failure_code text,
  failure_text text,
  -- One worker at a time writes and compares.
  lease_holder text,
  lease_until timestamptz,
  constraint name_services_one_row check (is_only),
  constraint name_services_kind check (kind in ('powerdns', 'simulator') and (kind = 'powerdns') = (base_url is not null))
);
grant select on name_services to andromede_portal, andromede_operator, andromede_worker;
grant insert on name_services to andromede_operator, andromede_worker;
grant update (kind, domain, base_url, name_servers, resolver, is_on, updated_at) on name_services to andromede_operator;
grant update (compared_at, failure_code, failure_text, lease_holder, lease_until) on name_services to andromede_worker;

create table name_service_secrets (
  is_only boolean primary key default true,
  key_sealed text not null,
  constraint name_service_secrets_one_row check (is_only)
);
grant select on name_service_secrets to andromede_worker;
grant select (is_only), insert, update on name_service_secrets to andromede_operator;

-- The label of a project below the domain. It never changes and never goes to another project.
create table name_zones (
  project_id text primary key,
  organisation_id text not null,
  label text not null,
  created_at timestamptz not null,
  constraint name_zones_label unique (label),
  constraint name_zones_by_organisation unique (organisation_id, project_id),
  constraint name_zones_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table name_zones enable row level security, force row level security;
create policy name_zones_portal on name_zones to andromede_portal
  using (organisation_id = app.current_organisation());
create policy name_zones_staff on name_zones to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy name_zones_visible on name_zones as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on name_zones to andromede_portal, andromede_operator;
grant select, insert on name_zones to andromede_worker;

-- A name of a project: of a server (the worker keeps it), or added by a customer for an address or as an alias.
create table names (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  label text not null,
  -- The label that the name of the server gives; it may have been taken.
  wanted_label text,
  kind text not null,
  instance_id text,
  address_id text,
  -- The alias leads to a name of the same project, or to a host outside the domain.
  target_name_id text,
  target_host text,
  created_at timestamptz not null,
  constraint names_label unique (project_id, label),
  constraint names_by_project unique (organisation_id, project_id, id),
  constraint names_instance unique (instance_id),
  constraint names_kind check (case kind
    when 'server' then num_nonnulls(instance_id, wanted_label) = 2 and num_nonnulls(address_id, target_name_id, target_host) = 0
    when 'address' then address_id is not null and num_nonnulls(instance_id, target_name_id, target_host) = 0
    when 'alias' then num_nonnulls(target_name_id, target_host) = 1 and num_nonnulls(instance_id, address_id) = 0
    else false end),
  constraint names_zone foreign key (organisation_id, project_id) references name_zones (organisation_id, project_id),
  constraint names_of_instance foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint names_of_address foreign key (organisation_id, address_id) references public_addresses (organisation_id, id),
  constraint names_of_target
    foreign key (organisation_id, project_id, target_name_id) references names (organisation_id, project_id, id)
);
create index names_by_address on names (address_id);
create index names_by_target on names (target_name_id);
alter table names enable row level security, force row level security;
create policy names_portal on names to andromede_portal
  using (organisation_id = app.current_organisation());
create policy names_staff on names to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy names_visible on names as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy names_made on names as restrictive for insert to andromede_portal
  with check (kind <> 'server'
    and ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[])));
create policy names_removed on names as restrictive for delete to andromede_portal
  using (kind <> 'server'
    and ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[])));
grant select, insert, delete on names to andromede_portal, andromede_worker;
grant update (label, wanted_label) on names to andromede_worker;
grant select on names to andromede_operator;

-- The name that a customer gave an address for questions in the other direction. Without a row it is the server's.
create table reverse_names (
  address_id text primary key,
  organisation_id text not null,
  project_id text not null,
  name text not null,
  set_at timestamptz not null,
  constraint reverse_names_of_address
    foreign key (organisation_id, address_id) references public_addresses (organisation_id, id),
  constraint reverse_names_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table reverse_names enable row level security, force row level security;
create policy reverse_names_portal on reverse_names to andromede_portal
  using (organisation_id = app.current_organisation());
create policy reverse_names_staff on reverse_names to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy reverse_names_visible on reverse_names as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy reverse_names_made on reverse_names as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy reverse_names_changed on reverse_names as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy reverse_names_removed on reverse_names as restrictive for delete to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, delete on reverse_names to andromede_portal;
grant update (name, set_at) on reverse_names to andromede_portal;
grant select, delete on reverse_names to andromede_worker;
grant select on reverse_names to andromede_operator;

-- The record sets that the DNS server has or may have: a row exists before its first write and ends after its removal.
create table name_records (
  id text primary key,
  -- Of the project whose names they are.
  organisation_id text not null,
  project_id text not null,
  zone text not null,
  name text not null,
  type text not null,
  -- Empty: withdrawn.
  contents text[] not null,
  -- The public addresses that the DNS server may lead to this name, or name by it: none of them goes to another customer.
  held_addresses text[] not null,
  revision integer not null,
  applied_revision integer not null default 0,
  -- Restored by a recovery that lost rows: compared first, and written only after a person has decided or it has changed.
  unverified boolean not null default false,
  failure_code text,
  failure_text text,
  retry_at timestamptz,
  constraint name_records_name unique (name, type),
  constraint name_records_type check (type in ('A', 'AAAA', 'CNAME', 'PTR', 'NS')),
  constraint name_records_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index name_records_held on name_records using gin (held_addresses);
create index name_records_pending on name_records (id) where applied_revision < revision;
create index name_records_by_project on name_records (organisation_id, project_id);
alter table name_records enable row level security, force row level security;
create policy name_records_portal on name_records to andromede_portal
  using (organisation_id = app.current_organisation());
create policy name_records_staff on name_records to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy name_records_visible on name_records as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on name_records to andromede_portal, andromede_operator;
grant select, insert, delete on name_records to andromede_worker;
grant update (contents, held_addresses, revision, applied_revision, unverified, failure_code, failure_text, retry_at)
  on name_records to andromede_worker;
grant update (revision, unverified, failure_code, failure_text, retry_at) on name_records to andromede_operator;

-- Differences between the rows and the DNS server. The operator decides about record sets that no row explains.
create table name_differences (
  id text primary key,
  zone text not null,
  name text not null,
  type text not null,
  kind text not null,
  expected text[] not null,
  found text[] not null,
  -- `remove`: the operator wants the record set gone.
  state text not null,
  first_seen_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  constraint name_differences_kind check (kind in ('missing', 'changed', 'unexplained', 'foreign')),
  constraint name_differences_state check (state in ('open', 'held', 'remove', 'healed', 'gone')
    and (ended_at is null) = (state in ('open', 'held', 'remove')))
);
create unique index name_differences_open on name_differences (name, type) where ended_at is null;
create index name_differences_found on name_differences using gin (found) where ended_at is null;
create index name_differences_recent on name_differences (seen_at);
grant select on name_differences to andromede_operator;
grant update (state) on name_differences to andromede_operator;
grant select, insert, update on name_differences to andromede_worker;

create table simulator.dns_zones (
  name text primary key,
  name_servers text[] not null
);
create table simulator.dns_records (
  zone text not null,
  name text not null,
  type text not null,
  ttl integer not null,
  contents text[] not null,
  mark text,
  constraint dns_records_pkey primary key (zone, name, type)
);
grant select, insert, update, delete on simulator.dns_zones, simulator.dns_records to andromede_simulator;
