-- What the rules compare is the sum of a day: an order notes of what it is and how many others had to agree to it.
alter table orders add column kinds text[] not null default '{}';--> statement-breakpoint
alter table orders add column approvals integer not null default 0;--> statement-breakpoint
alter table orders add constraint orders_approvals check (approvals between 0 and 2);--> statement-breakpoint
update orders o set kinds = k.kinds
from (select l.order_id, array_agg(distinct b.kind order by b.kind) as kinds from order_lines l join bundles b on b.id = l.bundle_id group by 1) k
where k.order_id = o.id;--> statement-breakpoint
update orders o set approvals = least(2, d.given)
from (select order_id, count(*)::int as given from approval_decisions where decision = 'approved' group by 1) d
where d.order_id = o.id;--> statement-breakpoint
update orders o set approvals = greatest(h.approvals_needed, ('quote' = any(h.reasons))::int)
from held_orders h where h.order_id = o.id;--> statement-breakpoint
alter table held_orders add column day_cents bigint;
