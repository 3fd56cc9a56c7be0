-- A change that costs more waits as an order without lines; one that was begun counts in the sum of its day.
alter table orders add column change jsonb;--> statement-breakpoint
alter table orders add column change_key text;--> statement-breakpoint
alter table orders add column failure jsonb;--> statement-breakpoint
alter table orders add constraint orders_change check ((change is null) = (change_key is null));--> statement-breakpoint
create unique index orders_one_held_change on orders (organisation_id, change_key) where state = 'held';--> statement-breakpoint
create index orders_changes on orders ((change -> 'resource' ->> 'id')) where change is not null;--> statement-breakpoint
grant update (failure) on orders to andromede_portal;--> statement-breakpoint
create table cost_changes (
  id text primary key,
  organisation_id text not null references organisations (id),
  project_id text not null,
  account_id text,
  order_id text,
  saga_id text,
  kind text not null,
  resource_id text not null,
  bundle_kind text not null,
  monthly_cents bigint not null,
  purchase_order_number text,
  created_at timestamp with time zone not null,
  constraint cost_changes_amount check (monthly_cents > 0),
  constraint cost_changes_organisation_id_project_id_projects_organisation_id_id_fk foreign key (organisation_id, project_id) references projects (organisation_id, id)
);--> statement-breakpoint
create index cost_changes_recent on cost_changes (organisation_id, created_at);--> statement-breakpoint
create index cost_changes_under on cost_changes (organisation_id, purchase_order_number) where purchase_order_number is not null;--> statement-breakpoint
alter table cost_changes enable row level security;--> statement-breakpoint
alter table cost_changes force row level security;--> statement-breakpoint
create policy cost_changes_portal on cost_changes to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());--> statement-breakpoint
create policy cost_changes_visible on cost_changes as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));--> statement-breakpoint
create policy cost_changes_made on cost_changes as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));--> statement-breakpoint
create policy cost_changes_staff on cost_changes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);--> statement-breakpoint
grant select, insert on cost_changes to andromede_portal, andromede_worker;--> statement-breakpoint
grant select on cost_changes to andromede_operator;--> statement-breakpoint
create trigger cost_changes_append_only before update or delete or truncate on cost_changes for each statement execute function app.refuse_change();
