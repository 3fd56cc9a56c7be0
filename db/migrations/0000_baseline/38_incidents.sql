-- Incidents, maintenance windows and who was notified. What was published about an incident stays.

create table incidents (
  id text primary key,
  number integer not null,
  state text not null,
  severity text not null,
  title_fr text not null,
  title_en text not null,
  domain text not null,
  domain_id text not null,
  zone_id text,
  started_at timestamptz not null,
  detected_at timestamptz not null,
  opened_at timestamptz,
  opened_by_staff_id text,
  repaired_at timestamptz,
  resolved_at timestamptz,
  root_cause_fr text,
  root_cause_en text,
  post_mortem_fr text,
  post_mortem_en text,
  constraint incidents_number_unique unique (number),
  constraint incidents_zone check ((domain = 'site') = (zone_id is null)),
  constraint incidents_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint incidents_opened_by_staff_id_staff_accounts_id_fk
    foreign key (opened_by_staff_id) references staff_accounts (id)
);
create unique index incidents_live_domain on incidents (domain, domain_id)
  where state in ('proposed', 'investigating', 'identified', 'monitoring');
create index incidents_recent on incidents (started_at);
alter table incidents enable row level security, force row level security;
create policy incidents_staff on incidents to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select on incidents to andromede_portal;
grant select, insert on incidents to andromede_operator, andromede_worker;
grant update (state, severity, title_fr, title_en, started_at, opened_at, opened_by_staff_id, repaired_at,
  resolved_at, root_cause_fr, root_cause_en, post_mortem_fr, post_mortem_en)
  on incidents to andromede_operator, andromede_worker;
create trigger incidents_keep before delete or truncate on incidents
  for each statement execute function app.refuse_change();

create table incident_resources (
  incident_id text,
  subject_id text,
  subject_kind text not null,
  organisation_id text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  constraint incident_resources_incident_id_subject_id_pk primary key (incident_id, subject_id),
  constraint incident_resources_order check (from_at < to_at),
  constraint incident_resources_incident_id_incidents_id_fk foreign key (incident_id) references incidents (id),
  constraint incident_resources_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index incident_resources_by_subject on incident_resources (subject_id, from_at);
create index incident_resources_by_organisation on incident_resources (organisation_id, from_at);
alter table incident_resources enable row level security, force row level security;
create policy incident_resources_portal on incident_resources for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy incident_resources_staff on incident_resources
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on incident_resources to andromede_portal;
grant select, insert on incident_resources to andromede_operator, andromede_worker;
grant update (from_at, to_at) on incident_resources to andromede_operator, andromede_worker;
create trigger incident_resources_keep before delete or truncate on incident_resources
  for each statement execute function app.refuse_change();

create table incident_updates (
  id text primary key,
  incident_id text not null,
  at timestamptz not null,
  state text not null,
  text_fr text not null,
  text_en text not null,
  staff_id text,
  constraint incident_updates_incident_id_incidents_id_fk foreign key (incident_id) references incidents (id),
  constraint incident_updates_staff_id_staff_accounts_id_fk foreign key (staff_id) references staff_accounts (id)
);
create index incident_updates_by_incident on incident_updates (incident_id, at);
grant select on incident_updates to andromede_portal;
grant select, insert on incident_updates to andromede_operator, andromede_worker;
create trigger incident_updates_append_only before update or delete or truncate on incident_updates
  for each statement execute function app.refuse_change();

create table maintenance_windows (
  id text primary key,
  zone_id text not null,
  domain text not null,
  domain_id text not null,
  relocation_id text,
  title_fr text not null,
  title_en text not null,
  description_fr text not null,
  description_en text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null,
  announced_at timestamptz not null,
  announced_by_staff_id text not null,
  revision integer not null default 0,
  started_at timestamptz,
  ended_at timestamptz,
  constraint maintenance_windows_order check (starts_at < ends_at),
  constraint maintenance_windows_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint maintenance_windows_relocation_id_relocations_id_fk
    foreign key (relocation_id) references relocations (id),
  constraint maintenance_windows_announced_by_staff_id_staff_accounts_id_fk
    foreign key (announced_by_staff_id) references staff_accounts (id)
);
create index maintenance_windows_by_time on maintenance_windows (starts_at);
create index maintenance_windows_by_zone on maintenance_windows (zone_id, starts_at);
grant select on maintenance_windows to andromede_portal;
grant select, insert on maintenance_windows to andromede_operator, andromede_worker;
grant update (relocation_id, title_fr, title_en, description_fr, description_en, starts_at, ends_at, state,
  announced_at, revision, started_at, ended_at)
  on maintenance_windows to andromede_operator, andromede_worker;
create trigger maintenance_windows_keep before delete or truncate on maintenance_windows
  for each statement execute function app.refuse_change();
create trigger maintenance_windows_overtake after update on maintenance_windows
  for each row when ((old.starts_at, least(old.ends_at, old.ended_at), old.state = 'cancelled') is distinct
    from (new.starts_at, least(new.ends_at, new.ended_at), new.state = 'cancelled'))
  execute function app.note_maintenance_change();

create table maintenance_resources (
  maintenance_id text,
  subject_id text,
  subject_kind text not null,
  organisation_id text not null,
  told_at timestamptz not null,
  constraint maintenance_resources_maintenance_id_subject_id_pk primary key (maintenance_id, subject_id),
  constraint maintenance_resources_maintenance_id_maintenance_windows_id_fk
    foreign key (maintenance_id) references maintenance_windows (id),
  constraint maintenance_resources_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index maintenance_resources_by_subject on maintenance_resources (subject_id);
create index maintenance_resources_by_organisation on maintenance_resources (organisation_id, maintenance_id);
alter table maintenance_resources enable row level security, force row level security;
create policy maintenance_resources_portal on maintenance_resources for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy maintenance_resources_staff on maintenance_resources
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on maintenance_resources to andromede_portal;
grant select, insert on maintenance_resources to andromede_operator, andromede_worker;
grant update (told_at) on maintenance_resources to andromede_operator, andromede_worker;
create trigger maintenance_resources_keep before delete or truncate on maintenance_resources
  for each statement execute function app.refuse_change();
create trigger maintenance_resources_overtake after update on maintenance_resources referencing new table as told
  for each statement execute function app.note_maintenance_told();

create table calendar_feeds (
  organisation_id text primary key,
  secret_hash text not null,
  created_by_account_id text not null,
  created_at timestamptz not null,
  constraint calendar_feeds_secret unique (secret_hash),
  constraint calendar_feeds_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table calendar_feeds enable row level security, force row level security;
create policy calendar_feeds_portal on calendar_feeds to andromede_portal
  using (organisation_id = app.current_organisation());
create policy calendar_feeds_staff on calendar_feeds to andromede_migrator using (true);
grant select, insert, delete on calendar_feeds to andromede_portal;
grant update (secret_hash, created_by_account_id, created_at) on calendar_feeds to andromede_portal;

-- Only the worker notifies.
create table news_tellings (
  news text,
  audience text,
  told_at timestamptz not null,
  constraint news_tellings_news_audience_pk primary key (news, audience)
);
grant select, insert on news_tellings to andromede_worker;
create trigger news_tellings_append_only before update or delete or truncate on news_tellings
  for each statement execute function app.refuse_change();

-- A subscription belongs to the holder of the link in its mails, which only the installation's keys can make.
create table status_subscribers (
  id text primary key,
  email text not null,
  locale text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  constraint status_subscribers_locale check (locale in ('fr', 'en'))
);
create unique index status_subscribers_email on status_subscribers (lower(email));
create index status_subscribers_pending on status_subscribers (created_at) where confirmed_at is null;
grant select, insert, delete on status_subscribers to andromede_portal;
grant select, delete on status_subscribers to andromede_worker;
grant update (confirmed_at) on status_subscribers to andromede_portal;

-- Policies of earlier tables that read tables of this file.
create policy incidents_portal on incidents for select to andromede_portal
  using (
    state not in ('proposed', 'dismissed')
    or exists (select 1 from incident_resources r where r.incident_id = id));
