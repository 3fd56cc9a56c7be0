-- What cloud-init reported of a server's first boot; only for images that carry it.
create table first_boots (
  organisation_id text not null,
  instance_id text not null,
  state text not null,
  since timestamptz not null,
  milliseconds integer,
  module text,
  error text,
  reads integer not null default 0,
  next_read_at timestamptz,
  constraint first_boots_pkey primary key (organisation_id, instance_id),
  constraint first_boots_state check (state in ('running', 'done', 'failed', 'absent', 'unknown')),
  constraint first_boots_failed check ((state = 'failed') = (error is not null)),
  constraint first_boots_final check (state in ('running', 'unknown') or next_read_at is null),
  constraint first_boots_of foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index first_boots_due on first_boots (next_read_at) where next_read_at is not null;
alter table first_boots enable row level security, force row level security;
create policy first_boots_portal on first_boots for select to andromede_portal
  using (
    organisation_id = app.current_organisation() and exists (select 1 from instances i where i.id = instance_id));
create policy first_boots_staff on first_boots to andromede_worker, andromede_migrator
  using (true);
grant select on first_boots to andromede_portal;
grant select, insert, update, delete on first_boots to andromede_worker;
