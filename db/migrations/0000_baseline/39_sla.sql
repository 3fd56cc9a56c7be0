-- Probes, objectives and availability. The worker measures, and what it saw is written once. A customer reads what
-- concerns its resources and what is public. What is promised is published and never changes; an exclusion is revoked,
-- not changed.

create table exclusion_decisions (
  id text primary key,
  rule text not null,
  scope_kind text not null,
  scope_id text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null,
  decided_by_staff_id text not null,
  decided_at timestamptz not null,
  revoked_by_staff_id text,
  revoked_at timestamptz,
  constraint exclusion_decisions_order check (from_at < to_at),
  constraint exclusion_decisions_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id),
  constraint exclusion_decisions_revoked_by_staff_id_staff_accounts_id_fk
    foreign key (revoked_by_staff_id) references staff_accounts (id)
);
create index exclusion_decisions_by_time on exclusion_decisions (from_at, to_at);
grant select, insert on exclusion_decisions to andromede_operator;
grant select on exclusion_decisions to andromede_worker;
grant select (id, rule, scope_kind, scope_id, from_at, to_at, reason, decided_at, revoked_at)
  on exclusion_decisions to andromede_portal;
grant update (revoked_by_staff_id, revoked_at) on exclusion_decisions to andromede_operator;
create trigger exclusion_decisions_keep before delete or truncate on exclusion_decisions
  for each statement execute function app.refuse_change();
create trigger exclusion_decisions_overtake after update on exclusion_decisions
  for each row when (old.revoked_at is distinct from new.revoked_at) execute function app.note_exclusion_change();

create table excluded_resources (
  exclusion_id text,
  subject_id text,
  organisation_id text not null,
  constraint excluded_resources_exclusion_id_subject_id_pk primary key (exclusion_id, subject_id),
  constraint excluded_resources_exclusion_id_exclusion_decisions_id_fk
    foreign key (exclusion_id) references exclusion_decisions (id)
);
create unique index excluded_resources_by_subject on excluded_resources (subject_id, exclusion_id);
alter table excluded_resources enable row level security, force row level security;
create policy excluded_resources_portal on excluded_resources for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy excluded_resources_staff on excluded_resources
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on excluded_resources to andromede_portal, andromede_worker;
grant select, insert on excluded_resources to andromede_operator;
create trigger excluded_resources_append_only before update or delete or truncate on excluded_resources
  for each statement execute function app.refuse_change();
create trigger excluded_resources_overtake after insert on excluded_resources referencing new table as added
  for each statement execute function app.note_excluded_resources();

create table probe_vantages (
  id text primary key,
  zone_id text,
  kind text not null,
  name text not null,
  fence bigint not null default 0,
  lease_holder text,
  lease_until timestamptz,
  last_round_at timestamptz,
  failed_at timestamptz,
  failure_text text,
  created_at timestamptz not null,
  retired_at timestamptz,
  constraint probe_vantages_name unique nulls not distinct (zone_id, kind, name),
  constraint probe_vantages_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on probe_vantages to andromede_operator;
grant select, insert on probe_vantages to andromede_worker;
grant select (id, zone_id, kind, name, last_round_at, created_at, retired_at) on probe_vantages to andromede_portal;
grant update (fence, lease_holder, lease_until, last_round_at, failed_at, failure_text, retired_at)
  on probe_vantages to andromede_worker;

create table probe_gaps (
  vantage_id text,
  from_at timestamptz,
  to_at timestamptz not null,
  constraint probe_gaps_vantage_id_from_at_pk primary key (vantage_id, from_at),
  constraint probe_gaps_order check (from_at < to_at),
  constraint probe_gaps_vantage_id_probe_vantages_id_fk foreign key (vantage_id) references probe_vantages (id)
);
create index probe_gaps_by_end on probe_gaps (to_at);
grant select on probe_gaps to andromede_portal, andromede_operator;
grant select, insert on probe_gaps to andromede_worker;
create trigger probe_gaps_append_only before update or delete or truncate on probe_gaps
  for each statement execute function app.refuse_change();

create table probe_hours (
  vantage_id text,
  hour timestamptz,
  rounds integer not null,
  failed_rounds integer not null,
  subjects_max integer not null,
  total_ms bigint not null,
  longest_ms integer not null,
  constraint probe_hours_vantage_id_hour_pk primary key (vantage_id, hour),
  constraint probe_hours_vantage_id_probe_vantages_id_fk foreign key (vantage_id) references probe_vantages (id)
);
grant select on probe_hours to andromede_operator;
grant select, insert on probe_hours to andromede_worker;
grant update (rounds, failed_rounds, subjects_max, total_ms, longest_ms) on probe_hours to andromede_worker;

create table probe_states (
  vantage_id text,
  subject_id text,
  subject_kind text not null,
  organisation_id text,
  reading text not null,
  state text,
  constraint probe_states_vantage_id_subject_id_pk primary key (vantage_id, subject_id),
  constraint probe_states_values check (
    reading in ('up', 'down', 'unknown') and state in ('up', 'down', 'unknown')),
  constraint probe_states_vantage_id_probe_vantages_id_fk foreign key (vantage_id) references probe_vantages (id)
);
create index probe_states_by_subject on probe_states (subject_id);
alter table probe_states enable row level security, force row level security;
create policy probe_states_portal on probe_states for select to andromede_portal
  using (
    organisation_id is null
    or (organisation_id = app.current_organisation() and (exists (select 1 from instances i
      where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id))));
create policy probe_states_staff on probe_states to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on probe_states to andromede_portal, andromede_operator;
grant select, insert, delete on probe_states to andromede_worker;
grant update (reading, state) on probe_states to andromede_worker;

create table probe_transitions (
  vantage_id text,
  subject_id text,
  at timestamptz,
  organisation_id text,
  state text not null,
  constraint probe_transitions_subject_id_vantage_id_at_pk primary key (subject_id, vantage_id, at),
  constraint probe_transitions_state check (state in ('up', 'down', 'unknown')),
  constraint probe_transitions_vantage_id_probe_vantages_id_fk
    foreign key (vantage_id) references probe_vantages (id)
);
create index probe_transitions_by_organisation on probe_transitions (organisation_id, at);
create index probe_transitions_by_time on probe_transitions (at);
alter table probe_transitions enable row level security, force row level security;
create policy probe_transitions_portal on probe_transitions for select to andromede_portal
  using (
    organisation_id is null
    or (organisation_id = app.current_organisation() and (exists (select 1 from instances i
      where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id))));
create policy probe_transitions_staff on probe_transitions to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on probe_transitions to andromede_portal, andromede_operator;
grant select, insert on probe_transitions to andromede_worker;
create trigger probe_transitions_append_only before update or delete or truncate on probe_transitions
  for each statement execute function app.refuse_change();

-- The versions of what is promised. app.promise_bundle and app.promise_zone give each bundle and zone its objective in
-- each.
create table service_contracts (
  id text primary key,
  version integer not null,
  valid_from timestamptz not null,
  terms jsonb not null,
  published_at timestamptz not null,
  published_by_staff_id text,
  constraint service_contracts_version_unique unique (version),
  constraint service_contracts_valid_from_unique unique (valid_from),
  constraint service_contracts_version check (version > 0),
  constraint service_contracts_published_by_staff_id_staff_accounts_id_fk
    foreign key (published_by_staff_id) references staff_accounts (id)
);
grant select on service_contracts to andromede_portal, andromede_worker;
grant select, insert on service_contracts to andromede_operator;
create trigger service_contracts_append_only before update or delete or truncate on service_contracts
  for each statement execute function app.refuse_change();
insert into service_contracts (id, version, valid_from, terms, published_at) values (
  'slc_00000000000000000000000001', 1, '2019-12-31T23:00:00Z',
  '{"creditSteps": [
      {"belowPpm": "objective", "reductionBasisPoints": 1000},
      {"belowPpm": 990000, "reductionBasisPoints": 2500},
      {"belowPpm": 950000, "reductionBasisPoints": 5000}],
    "creditCapBasisPoints": 5000, "maintenance": {"noticeHours": 120, "allowanceMinutesPerMonth": 240}}',
  '2019-12-31T23:00:00Z');

create table bundle_objectives (
  contract_id text,
  bundle_id text,
  availability_ppm integer not null,
  support_response_minutes integer not null,
  provisioning_seconds integer not null,
  constraint bundle_objectives_contract_id_bundle_id_pk primary key (contract_id, bundle_id),
  constraint bundle_objectives_availability check (availability_ppm between 900000 and 1000000),
  constraint bundle_objectives_times check (support_response_minutes > 0 and provisioning_seconds > 0),
  constraint bundle_objectives_contract_id_service_contracts_id_fk
    foreign key (contract_id) references service_contracts (id),
  constraint bundle_objectives_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id)
);
grant select on bundle_objectives to andromede_portal, andromede_worker;
grant select, insert on bundle_objectives to andromede_operator;
create trigger bundle_objectives_append_only before update or delete or truncate on bundle_objectives
  for each statement execute function app.refuse_change();

create table zone_objectives (
  contract_id text,
  zone_id text,
  availability_ppm integer not null,
  constraint zone_objectives_contract_id_zone_id_pk primary key (contract_id, zone_id),
  constraint zone_objectives_availability check (availability_ppm between 900000 and 1000000),
  constraint zone_objectives_contract_id_service_contracts_id_fk
    foreign key (contract_id) references service_contracts (id),
  constraint zone_objectives_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on zone_objectives to andromede_portal, andromede_worker;
grant select, insert on zone_objectives to andromede_operator;
create trigger zone_objectives_append_only before update or delete or truncate on zone_objectives
  for each statement execute function app.refuse_change();

-- The worker alone sees that an error budget burns too fast, and that it no longer does.
create table burn_alerts (
  id text primary key,
  subject_id text not null,
  subject_kind text not null,
  organisation_id text,
  pace text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  constraint burn_alerts_pace check (pace in ('fast', 'slow')),
  constraint burn_alerts_order check (ended_at >= began_at)
);
create unique index burn_alerts_live on burn_alerts (subject_id) where ended_at is null;
create index burn_alerts_by_subject on burn_alerts (subject_id, began_at);
alter table burn_alerts enable row level security, force row level security;
create policy burn_alerts_portal on burn_alerts for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy burn_alerts_staff on burn_alerts to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on burn_alerts to andromede_portal, andromede_operator;
grant select, insert on burn_alerts to andromede_worker;
grant update (pace, ended_at) on burn_alerts to andromede_worker;

-- A member sees the probes of the servers that it sees and changes those of the servers that it operates; readings are
-- the worker's.
create table instance_probes (
  id text primary key,
  organisation_id text not null,
  instance_id text not null,
  name text not null,
  protocol text not null,
  port integer,
  alert_after integer not null,
  alerts_by_mail boolean not null,
  created_at timestamptz not null,
  created_by_account_id text not null,
  next_look_at timestamptz not null,
  looked_at timestamptz,
  reading text,
  seen_text text,
  failures integer not null default 0,
  alerted_at timestamptz,
  constraint instance_probes_name unique (instance_id, name),
  constraint instance_probes_by_organisation unique (organisation_id, id),
  constraint instance_probes_protocol check (
    protocol in ('icmp', 'tcp', 'http') and (protocol = 'icmp') = (port is null)),
  constraint instance_probes_port check (port between 1 and 65535),
  constraint instance_probes_alert check (alert_after between 1 and 10),
  constraint instance_probes_created_by_account_id_accounts_id_fk
    foreign key (created_by_account_id) references accounts (id),
  constraint instance_probes_organisation_id_instance_id_instances_organisat
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index instance_probes_due on instance_probes (next_look_at);
alter table instance_probes enable row level security, force row level security;
create policy instance_probes_portal on instance_probes to andromede_portal
  using (
    organisation_id = app.current_organisation() and exists (select 1 from instances i where i.id = instance_id));
create policy instance_probes_operated on instance_probes as restrictive for insert to andromede_portal
  with check (
    exists (select 1 from instances i where i.id = instance_id and ((select app.operated_projects()) is null
      or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_changed on instance_probes as restrictive for update to andromede_portal
  using (
    exists (select 1 from instances i where i.id = instance_id and ((select app.operated_projects()) is null
      or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_removed on instance_probes as restrictive for delete to andromede_portal
  using (
    exists (select 1 from instances i where i.id = instance_id and ((select app.operated_projects()) is null
      or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_staff on instance_probes to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, delete on instance_probes to andromede_portal;
grant select on instance_probes to andromede_worker;
grant update (name, protocol, port, alert_after, alerts_by_mail, next_look_at, looked_at, reading, seen_text,
  failures, alerted_at)
  on instance_probes to andromede_portal;
grant update (next_look_at, looked_at, reading, seen_text, failures, alerted_at)
  on instance_probes to andromede_worker;

create table instance_probe_changes (
  probe_id text,
  organisation_id text not null,
  at timestamptz,
  reading text not null,
  constraint instance_probe_changes_probe_id_at_pk primary key (probe_id, at),
  constraint instance_probe_changes_probe
    foreign key (organisation_id, probe_id) references instance_probes (organisation_id, id) on delete cascade
);
alter table instance_probe_changes enable row level security, force row level security;
create policy instance_probe_changes_portal on instance_probe_changes for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from instance_probes p where p.id = probe_id));
create policy instance_probe_changes_staff on instance_probe_changes to andromede_worker, andromede_migrator
  using (true);
grant select on instance_probe_changes to andromede_portal;
grant select, insert on instance_probe_changes to andromede_worker;
create trigger instance_probe_changes_unchanged before update or truncate on instance_probe_changes
  for each statement execute function app.refuse_change();

-- Each person subscribes to its own mails only.
create table service_alert_mails (
  organisation_id text,
  account_id text,
  created_at timestamptz not null,
  constraint service_alert_mails_organisation_id_account_id_pk primary key (organisation_id, account_id),
  constraint service_alert_mails_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint service_alert_mails_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
alter table service_alert_mails enable row level security, force row level security;
create policy service_alert_mails_portal on service_alert_mails to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy service_alert_mails_staff on service_alert_mails to andromede_worker, andromede_migrator using (true);
grant select, insert, delete on service_alert_mails to andromede_portal;
grant select on service_alert_mails to andromede_worker;
