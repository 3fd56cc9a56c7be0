-- Changes that need a second person. What the first one wrote never changes, and it is decided once. A site writes the
-- secrets and no site reads them: app.apply_sealed_change applies them.

create table cost_changes (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  account_id text,
  order_id text,
  saga_id text,
  kind text not null,
  resource_id text not null,
  bundle_kind text not null,
  monthly_cents bigint not null,
  purchase_order_number text,
  created_at timestamptz not null,
  constraint cost_changes_amount check (monthly_cents > 0),
  constraint cost_changes_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint cost_changes_organisation_id_project_id_projects_organisation_i
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index cost_changes_recent on cost_changes (organisation_id, created_at);
create index cost_changes_under on cost_changes (organisation_id, purchase_order_number)
  where purchase_order_number is not null;
-- A change that waited is carried out once.
create unique index cost_changes_once on cost_changes (order_id) where order_id is not null;
alter table cost_changes enable row level security, force row level security;
create policy cost_changes_portal on cost_changes to andromede_portal
  using (organisation_id = app.current_organisation());
create policy cost_changes_visible on cost_changes as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy cost_changes_made on cost_changes as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy cost_changes_staff on cost_changes to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on cost_changes to andromede_portal, andromede_worker;
grant select on cost_changes to andromede_operator;
create trigger cost_changes_append_only before update or delete or truncate on cost_changes
  for each statement execute function app.refuse_change();

create table seller_changes (
  id text primary key,
  subject text not null,
  before jsonb not null,
  after jsonb not null,
  sealed jsonb not null,
  state text not null,
  proposed_by_staff_id text not null,
  proposed_at timestamptz not null,
  decided_by_staff_id text,
  decided_at timestamptz,
  constraint seller_changes_subject check (
    subject in ('seller', 'creditor', 'card_provider', 'connection_chorus_pro', 'connection_platform')),
  constraint seller_changes_state check (state in ('proposed', 'agreed', 'refused', 'replaced')),
  constraint seller_changes_decided check (
    (state = 'proposed') = (decided_at is null) and (decided_by_staff_id is null) = (decided_at is null)),
  constraint seller_changes_two_people check (
    state not in ('agreed', 'refused') or decided_by_staff_id <> proposed_by_staff_id),
  constraint seller_changes_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint seller_changes_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id)
);
create unique index seller_changes_open on seller_changes (subject) where state = 'proposed';
grant insert on seller_changes to andromede_operator;
grant select (id, subject, before, after, state, proposed_by_staff_id, proposed_at, decided_by_staff_id, decided_at)
  on seller_changes to andromede_operator;
grant update (state, decided_by_staff_id, decided_at) on seller_changes to andromede_operator;
create trigger seller_changes_keep before delete or truncate on seller_changes
  for each statement execute function app.refuse_change();
create trigger seller_changes_once before update on seller_changes
  for each row execute function app.refuse_decided_change();
