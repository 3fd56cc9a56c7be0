-- Rates of commitments, negotiated prices and promotions are the operator's. Commitments start and end in the worker,
-- which bills by them. A customer chooses what follows a commitment and requests to leave it. What was published never
-- changes.

create table commitment_rates (
  id text primary key,
  family text not null,
  term_months integer not null,
  basis_points integer not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint commitment_rates_share check (basis_points between 0 and 9000),
  constraint commitment_rates_term check (term_months in (12, 36)),
  constraint commitment_rates_order check (valid_to is null or valid_to >= valid_from)
);
create index commitment_rates_by_family on commitment_rates (family, term_months, valid_from);
grant select on commitment_rates to andromede_portal, andromede_worker;
grant select, insert on commitment_rates to andromede_operator;
grant update (valid_to) on commitment_rates to andromede_operator;
create trigger commitment_rates_guard before update on commitment_rates
  for each row execute function app.guard_commitment_rate();

create table commitments (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  order_line_id text not null,
  resource_kind text not null,
  resource_id text not null,
  bundle_id text not null,
  term_months integer not null,
  basis_points integer not null,
  prices jsonb not null,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  renewal text not null,
  state text not null,
  ended_at timestamptz,
  reminded_at timestamptz,
  constraint commitments_by_organisation unique (organisation_id, id),
  constraint commitments_once unique (resource_id, started_at),
  constraint commitments_term check (term_months in (12, 36) and ends_at > started_at),
  constraint commitments_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint commitments_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint commitments_organisation_id_project_id_projects_organisation_id
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint commitments_organisation_id_order_line_id_order_lines_organisat
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create index commitments_recent on commitments (organisation_id, ends_at);
create index commitments_due on commitments (ends_at) where state = 'active';
alter table commitments enable row level security, force row level security;
create policy commitments_portal on commitments to andromede_portal
  using (organisation_id = app.current_organisation());
create policy commitments_staff on commitments to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy commitments_visible on commitments as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy commitments_changed on commitments as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select on commitments to andromede_portal, andromede_operator;
grant select, insert, update on commitments to andromede_worker;
grant update (renewal) on commitments to andromede_portal;

create table commitment_exits (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  commitment_id text not null,
  reason text not null,
  enjoyed_cents bigint not null,
  remaining_cents bigint not null,
  cents bigint not null,
  state text not null,
  asked_at timestamptz not null,
  owed_at timestamptz,
  constraint commitment_exits_cents check (cents = least(enjoyed_cents, remaining_cents) and cents >= 0),
  constraint commitment_exits_owed check ((owed_at is not null) = (state = 'owed')),
  constraint commitment_exits_of
    foreign key (organisation_id, commitment_id) references commitments (organisation_id, id)
);
create index commitment_exits_by_organisation on commitment_exits (organisation_id, owed_at);
create index commitment_exits_by_commitment on commitment_exits (commitment_id);
create index commitment_exits_pending on commitment_exits (asked_at) where state = 'pending';
create unique index commitment_exits_live on commitment_exits (commitment_id) where state <> 'voided';
alter table commitment_exits enable row level security, force row level security;
create policy commitment_exits_portal on commitment_exits to andromede_portal
  using (organisation_id = app.current_organisation())
  with check (organisation_id = app.current_organisation() and state in ('pending', 'voided'));
create policy commitment_exits_staff on commitment_exits to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy commitment_exits_visible on commitment_exits as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy commitment_exits_made on commitment_exits as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy commitment_exits_changed on commitment_exits as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on commitment_exits to andromede_portal, andromede_worker;
grant select on commitment_exits to andromede_operator;
grant update (state) on commitment_exits to andromede_portal;
grant update (state, owed_at) on commitment_exits to andromede_worker;
create trigger commitment_exits_guard before update on commitment_exits
  for each row execute function app.guard_commitment_exit();

create table negotiated_lists (
  id text primary key,
  organisation_id text not null,
  reason text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  published_by_staff_id text,
  published_at timestamptz not null,
  constraint negotiated_lists_by_organisation unique (organisation_id, id),
  constraint negotiated_lists_order check (valid_to is null or valid_to >= valid_from),
  constraint negotiated_lists_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint negotiated_lists_published_by_staff_id_staff_accounts_id_fk
    foreign key (published_by_staff_id) references staff_accounts (id)
);
create index negotiated_lists_in_force on negotiated_lists (organisation_id, valid_from);
alter table negotiated_lists enable row level security, force row level security;
create policy negotiated_lists_portal on negotiated_lists to andromede_portal
  using (organisation_id = app.current_organisation());
create policy negotiated_lists_staff on negotiated_lists to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on negotiated_lists to andromede_portal, andromede_worker;
grant select, insert on negotiated_lists to andromede_operator;
grant update (valid_to) on negotiated_lists to andromede_operator;
create trigger negotiated_lists_guard before update on negotiated_lists
  for each row execute function app.guard_negotiated_list();

create table negotiated_prices (
  list_id text,
  organisation_id text not null,
  position integer,
  bundle_id text,
  family text,
  basis_points integer,
  fixed jsonb,
  constraint negotiated_prices_list_id_position_pk primary key (list_id, position),
  constraint negotiated_prices_what check ((bundle_id is null) <> (family is null)),
  constraint negotiated_prices_how check (
    (basis_points is null) <> (fixed is null) and (fixed is null or bundle_id is not null)
    and (basis_points is null or basis_points between 1 and 10000)),
  constraint negotiated_prices_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint negotiated_prices_of
    foreign key (organisation_id, list_id) references negotiated_lists (organisation_id, id)
);
alter table negotiated_prices enable row level security, force row level security;
create policy negotiated_prices_portal on negotiated_prices to andromede_portal
  using (organisation_id = app.current_organisation());
create policy negotiated_prices_staff on negotiated_prices to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on negotiated_prices to andromede_portal, andromede_worker;
grant select, insert on negotiated_prices to andromede_operator;
create trigger negotiated_prices_append_only before update or delete or truncate on negotiated_prices
  for each statement execute function app.refuse_change();

create table promotions (
  id text primary key,
  name text not null,
  code text,
  kind text not null,
  basis_points integer,
  credit_cents bigint,
  duration_months integer not null,
  bundle_ids text[] not null default '{}',
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  limit_per_organisation integer not null,
  limit_in_all integer,
  granted integer not null default 0,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint promotions_code_unique unique (code),
  constraint promotions_worth check (
    (kind = 'percentage' and basis_points between 1 and 10000 and credit_cents is null)
    or (kind = 'credit' and credit_cents > 0 and basis_points is null)),
  constraint promotions_dates check (valid_to > valid_from and duration_months between 1 and 36),
  constraint promotions_limits check (
    limit_per_organisation >= 1 and (limit_in_all is null or granted <= limit_in_all))
);
grant select, insert on promotions to andromede_operator;
grant select on promotions to andromede_worker;
grant update (ended_at) on promotions to andromede_operator;

create table promotion_grants (
  id text primary key,
  organisation_id text not null,
  promotion_id text not null,
  order_id text not null,
  name text not null,
  basis_points integer,
  credit_cents bigint,
  bundle_ids text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  constraint promotion_grants_by_organisation unique (organisation_id, id),
  constraint promotion_grants_once unique (promotion_id, order_id),
  constraint promotion_grants_promotion_id_promotions_id_fk foreign key (promotion_id) references promotions (id),
  constraint promotion_grants_order
    foreign key (organisation_id, order_id) references orders (organisation_id, id)
);
create index promotion_grants_recent on promotion_grants (organisation_id, ends_at);
alter table promotion_grants enable row level security, force row level security;
create policy promotion_grants_portal on promotion_grants to andromede_portal
  using (organisation_id = app.current_organisation());
create policy promotion_grants_staff on promotion_grants to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on promotion_grants to andromede_portal, andromede_operator, andromede_worker;

create table promotion_uses (
  grant_id text,
  organisation_id text not null,
  period text,
  cents bigint not null,
  recorded_at timestamptz not null,
  constraint promotion_uses_grant_id_period_pk primary key (grant_id, period),
  constraint promotion_uses_cents check (cents >= 0),
  constraint promotion_uses_of
    foreign key (organisation_id, grant_id) references promotion_grants (organisation_id, id)
);
alter table promotion_uses enable row level security, force row level security;
create policy promotion_uses_portal on promotion_uses to andromede_portal
  using (organisation_id = app.current_organisation());
create policy promotion_uses_staff on promotion_uses to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on promotion_uses to andromede_portal, andromede_operator;
grant select, insert on promotion_uses to andromede_worker;
create trigger promotion_uses_append_only before update or delete or truncate on promotion_uses
  for each statement execute function app.refuse_change();
