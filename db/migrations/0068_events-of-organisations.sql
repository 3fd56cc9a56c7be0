-- What happened in an organisation, for programs: kept for 30 days, sent to webhooks, and listed in the order of
-- `position`. An event is written in the transaction of its change, or published from the audit log; the one worker that
-- publishes gives positions, so that no event appears before a position that was already read.
create table organisation_events (
  id text primary key,
  organisation_id text not null,
  project_id text,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  actor_kind text not null,
  -- Null for staff: customers do not learn who acted.
  actor_id text,
  token_id text,
  data jsonb not null,
  occurred_at timestamptz not null,
  traceparent text,
  position bigint,
  constraint organisation_events_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint organisation_events_position_unique unique (position)
);
create index organisation_events_listed on organisation_events (organisation_id, position);
create index organisation_events_unpublished on organisation_events (occurred_at, id) where position is null;
create index organisation_events_old on organisation_events (occurred_at);
alter table organisation_events enable row level security, force row level security;
create policy organisation_events_portal on organisation_events to andromede_portal
  using (organisation_id = app.current_organisation());
create policy organisation_events_staff on organisation_events
  to andromede_operator, andromede_worker, andromede_migrator using (true);
-- A guest, and a token of some projects, see what happened in these.
create policy organisation_events_projects on organisation_events as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select, insert on organisation_events to andromede_portal;
grant insert on organisation_events to andromede_operator;
grant select, insert, update, delete on organisation_events to andromede_worker;

-- How far the audit log has been published, and the last position that was given.
create table event_publication (
  is_one boolean primary key default true,
  sequence bigint not null,
  position bigint not null,
  constraint event_publication_is_one check (is_one)
);
insert into event_publication (sequence, position)
  select coalesce(max(sequence), 0), 0 from audit_events;
grant select, update on event_publication to andromede_worker;
