-- What is approved and meets an obstacle that passes stays held with its approvals, and is tried again until it expires.
alter table held_orders add column obstacle text;--> statement-breakpoint
alter table held_orders add column obstructed_at timestamptz;--> statement-breakpoint
alter table held_orders add column retry_at timestamptz;--> statement-breakpoint
alter table held_orders add constraint held_orders_obstacle check (
  (obstacle is null) = (obstructed_at is null) and (obstacle is null) = (retry_at is null)
  and (obstacle is not null) = ('obstacle' = any(reasons)) and (obstacle is null or reasons = array['obstacle']));--> statement-breakpoint
create index held_orders_by_retry on held_orders (retry_at) where retry_at is not null;--> statement-breakpoint
-- A change that waited is carried out once.
create unique index cost_changes_once on cost_changes (order_id) where order_id is not null;--> statement-breakpoint
grant update (obstacle, obstructed_at, retry_at) on held_orders to andromede_portal, andromede_worker;
