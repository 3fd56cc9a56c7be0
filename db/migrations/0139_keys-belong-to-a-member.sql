-- An idempotency key belongs to the member who chose it: the same key of another member is another key. Its holder has a
-- lease by the clock of the database, renewed while it works, so that the key of a holder that died is free in seconds.
alter table idempotency_keys add column account_id text,
  add constraint idempotency_keys_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  add column leased_until timestamp with time zone not null default 'epoch', add column fence integer not null default 1;
--> statement-breakpoint
update idempotency_keys k set account_id = o.placed_by_account_id
  from orders o where o.organisation_id = k.organisation_id and o.id = k.response ->> 'orderId';
--> statement-breakpoint
update idempotency_keys k set account_id = o.placed_by_account_id
  from public_addresses a join order_lines l on l.id = a.order_line_id join orders o on o.id = l.order_id
  where a.organisation_id = k.organisation_id and a.id = k.response ->> 'addressId';
--> statement-breakpoint
-- Keys without an answer were held by processes that have ended.
delete from idempotency_keys where account_id is null;
--> statement-breakpoint
alter table idempotency_keys alter column account_id set not null, alter column leased_until drop default,
  drop constraint idempotency_keys_organisation_id_key_pk, add constraint idempotency_keys_organisation_id_account_id_key_pk primary key (organisation_id, account_id, key);
--> statement-breakpoint
drop policy idempotency_keys_portal on idempotency_keys;
--> statement-breakpoint
create policy idempotency_keys_portal on idempotency_keys to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
