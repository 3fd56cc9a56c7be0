-- Orders, their lines, and the numbers of orders and quotes.

-- A key belongs to the member who chose it. Its holder renews a lease by the database's clock while it works, so that
-- the key of a holder that died is free within seconds.
create table idempotency_keys (
  organisation_id text,
  key text,
  request_hash text not null,
  response jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  account_id text,
  leased_until timestamptz not null,
  fence integer not null default 1,
  constraint idempotency_keys_organisation_id_account_id_key_pk primary key (organisation_id, account_id, key),
  constraint idempotency_keys_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint idempotency_keys_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
alter table idempotency_keys enable row level security, force row level security;
create policy idempotency_keys_staff on idempotency_keys to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy idempotency_keys_portal on idempotency_keys to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
grant select, insert, update on idempotency_keys to andromede_portal;
grant select, delete on idempotency_keys to andromede_worker;

create table selling_entities (
  id text primary key,
  legal_name text not null,
  siren text not null,
  vat_number text not null,
  order_prefix text not null,
  is_default boolean not null,
  legal_form text,
  share_capital_cents bigint,
  registry_city text,
  address jsonb,
  phone text,
  email text,
  publication_director text
);
grant select on selling_entities to andromede_portal, andromede_worker;
grant select, insert, update on selling_entities to andromede_operator;

create table number_series (
  selling_entity_id text,
  series text,
  last_number integer not null default 0,
  constraint number_series_selling_entity_id_series_pk primary key (selling_entity_id, series),
  constraint number_series_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
create constraint trigger number_series_numbered after insert or update on number_series deferrable initially deferred
  for each row execute function app.require_numbered();

create table orders (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  selling_entity_id text not null,
  number text not null,
  state text not null,
  placed_by_account_id text,
  terms_version text not null,
  dpa_version text not null,
  monthly_cents bigint not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  reference_check text,
  accepted_by text,
  accepting_rules text[],
  -- The rules compare the sum of a day: an order records what it is about.
  kinds text[] not null default '{}',
  approvals integer not null default 0,
  -- A change that costs more waits as an order without lines.
  change jsonb,
  change_key text,
  failure jsonb,
  constraint orders_number_unique unique (number),
  constraint orders_by_organisation unique (organisation_id, id),
  constraint orders_approvals check (approvals between 0 and 2),
  constraint orders_change check ((change is null) = (change_key is null)),
  constraint orders_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint orders_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint orders_placed_by_account_id_accounts_id_fk
    foreign key (placed_by_account_id) references accounts (id),
  constraint orders_organisation_id_project_id_projects_organisation_id_id_f
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index orders_recent on orders (organisation_id, created_at);
create unique index orders_one_held_change on orders (organisation_id, change_key) where state = 'held';
create index orders_changes on orders ((change -> 'resource' ->> 'id')) where change is not null;
alter table orders enable row level security, force row level security;
create policy orders_portal on orders to andromede_portal using (organisation_id = app.current_organisation());
create policy orders_staff on orders to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy orders_visible on orders as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy orders_made on orders as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on orders to andromede_portal;
grant select on orders to andromede_operator;
grant select, update on orders to andromede_worker;
grant update (state, finished_at, failure) on orders to andromede_portal;
grant update (reference_check) on orders to andromede_operator;

create table order_lines (
  id text primary key,
  organisation_id text not null,
  order_id text not null,
  project_id text not null,
  position integer not null,
  bundle_id text not null,
  zone_id text not null,
  image_id text,
  name text not null,
  quantity integer not null,
  ssh_key_ids text[] not null default '{}',
  price_version_ids jsonb not null,
  micro_cents_per_hour bigint not null,
  cost_references jsonb not null default '{}',
  state text not null,
  failure_code text,
  failure_text text,
  own_prices jsonb,
  commitment jsonb,
  constraint order_lines_by_organisation unique (organisation_id, id),
  constraint order_lines_position unique (order_id, position),
  constraint order_lines_quantity check (quantity between 1 and 50),
  constraint order_lines_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint order_lines_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint order_lines_image_id_images_id_fk foreign key (image_id) references images (id),
  constraint order_lines_organisation_id_order_id_orders_organisation_id_id_
    foreign key (organisation_id, order_id) references orders (organisation_id, id),
  constraint order_lines_organisation_id_project_id_projects_organisation_id
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table order_lines enable row level security, force row level security;
create policy order_lines_portal on order_lines to andromede_portal
  using (organisation_id = app.current_organisation());
create policy order_lines_staff on order_lines to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy order_lines_visible on order_lines as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy order_lines_made on order_lines as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on order_lines to andromede_portal;
grant select on order_lines to andromede_operator;
grant select, update on order_lines to andromede_worker;
grant update (state) on order_lines to andromede_portal;
