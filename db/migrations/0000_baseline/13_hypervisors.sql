-- Hypervisors of zones. The operator's site writes a token and cannot read it; only the worker opens a hypervisor.

create table drifts (
  id text primary key,
  zone_id text not null,
  kind text not null,
  subject text not null,
  details jsonb not null,
  state text not null,
  first_seen_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  -- Found by the first comparison after rows were lost: the rows are the older side, so a person decides.
  held boolean not null default false,
  constraint drifts_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
create unique index drifts_open on drifts (zone_id, kind, subject) where state = 'open';
create index drifts_recent on drifts (state, seen_at);
grant select on drifts to andromede_operator;
grant select, insert, update on drifts to andromede_worker;
grant update (held) on drifts to andromede_operator;

create table hypervisors (
  id text primary key,
  zone_code text not null,
  zone_name text not null,
  city text not null,
  zone_id text,
  host text not null,
  port integer not null,
  fingerprint text not null,
  server_certificate text,
  state text not null,
  revision integer not null default 0,
  facts jsonb,
  read_at timestamptz,
  failure_code text,
  failure_text text,
  failed_at timestamptz,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  removed_at timestamptz,
  -- From staff or the trust token, tried in this order before those of the members; the first is that of host and port.
  addresses text[] not null default '{}',
  -- A management network of this zone, next to MANAGEMENT_RANGES of the worker, which are for all zones.
  management_ranges text[] not null default '{}',
  constraint hypervisors_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
create unique index hypervisors_live_zone on hypervisors (zone_code) where state <> 'removed';
create unique index hypervisors_live_fingerprint on hypervisors (fingerprint) where state <> 'removed';
grant select, insert on hypervisors to andromede_operator;
grant select, update on hypervisors to andromede_worker;
grant update (zone_id, host, port, state, revision, failure_code, failure_text, failed_at, confirmed_at, removed_at,
  addresses, management_ranges)
  on hypervisors to andromede_operator;

create table hypervisor_secrets (
  hypervisor_id text primary key,
  token_sealed text,
  certificate text,
  key_sealed text,
  constraint hypervisor_secrets_hypervisor_id_hypervisors_id_fk
    foreign key (hypervisor_id) references hypervisors (id)
);
grant insert, delete on hypervisor_secrets to andromede_operator;
grant select, update on hypervisor_secrets to andromede_worker;
grant select (hypervisor_id) on hypervisor_secrets to andromede_operator;

create table zone_comparisons (
  zone_id text primary key,
  compared_at timestamptz,
  objects integer not null,
  open integer not null,
  healed integer not null,
  withheld integer not null,
  -- The last turn of a zone; compared_at is the last comparison that succeeded: a zone out of reach has turns alone.
  turn_at timestamptz not null,
  constraint zone_comparisons_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on zone_comparisons to andromede_operator;
grant select, insert, update on zone_comparisons to andromede_worker;

-- Workers record what they find and what became of it; the operator decides on deletion.
create table quarantined_objects (
  id text primary key,
  zone_id text not null,
  kind text not null,
  subject text not null,
  tagged_organisation_id text,
  details jsonb not null,
  state text not null,
  first_seen_at timestamptz not null,
  seen_at timestamptz not null,
  proposed_by_staff_id text,
  proposed_at timestamptz,
  before_term boolean not null default false,
  decided_by_staff_id text,
  decided_at timestamptz,
  delete_from timestamptz,
  note text,
  -- A deletion needs two different people and a term.
  constraint quarantined_objects_two_people check (
    state in ('kept', 'proposed', 'confirmed', 'adopted', 'deleted', 'gone')
    and (state not in ('proposed', 'confirmed') or (proposed_by_staff_id is not null and proposed_at is not null))
    and (state <> 'confirmed' or (decided_by_staff_id is not null and decided_at is not null
    and decided_by_staff_id <> proposed_by_staff_id and delete_from is not null))),
  constraint quarantined_objects_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint quarantined_objects_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint quarantined_objects_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id)
);
create unique index quarantined_objects_subject on quarantined_objects (zone_id, kind, subject);
create index quarantined_objects_recent on quarantined_objects (state, seen_at);
grant select on quarantined_objects to andromede_operator;
grant select, insert, update on quarantined_objects to andromede_worker;
grant update (state, proposed_by_staff_id, proposed_at, before_term, decided_by_staff_id, decided_at, delete_from,
  note)
  on quarantined_objects to andromede_operator;
create trigger quarantined_objects_guard before insert or update on quarantined_objects
  for each row when (current_user = 'andromede_worker') execute function app.guard_quarantine();

-- What the first comparison after a loss of rows could not judge, because it was busy or its host silent. Its
-- differences are still held at the first comparison that judges it.
create table unjudged_subjects (
  zone_id text,
  subject text,
  constraint unjudged_subjects_zone_id_subject_pk primary key (zone_id, subject),
  constraint unjudged_subjects_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select, insert, delete on unjudged_subjects to andromede_worker;
