-- Whoever approved an order may refuse it while an obstacle stops it: one approval and one refusal for each person.
alter table approval_decisions drop constraint approval_decisions_once, drop constraint approval_decisions_of;--> statement-breakpoint
alter table approval_decisions
  add constraint approval_decisions_once unique (order_id, account_id, decision),
  add constraint approval_decisions_of unique (order_id, on_behalf_of_account_id, decision);--> statement-breakpoint
-- An order that an obstacle stops shortly before it expires gets time to be carried out.
grant update (expires_at) on held_orders to andromede_portal, andromede_worker;
