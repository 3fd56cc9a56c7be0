CREATE TABLE "seller_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"sealed" jsonb NOT NULL,
	"state" text NOT NULL,
	"proposed_by_staff_id" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "seller_changes_subject" CHECK (subject in ('seller', 'creditor', 'card_provider', 'connection_chorus_pro', 'connection_platform')),
	CONSTRAINT "seller_changes_state" CHECK (state in ('proposed', 'agreed', 'refused', 'replaced')),
	CONSTRAINT "seller_changes_decided" CHECK ((state = 'proposed') = (decided_at is null) and (decided_by_staff_id is null) = (decided_at is null)),
	CONSTRAINT "seller_changes_two_people" CHECK (state not in ('agreed', 'refused') or decided_by_staff_id <> proposed_by_staff_id)
);
--> statement-breakpoint
ALTER TABLE "seller_changes" ADD CONSTRAINT "seller_changes_proposed_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("proposed_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seller_changes" ADD CONSTRAINT "seller_changes_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "seller_changes_open" ON "seller_changes" USING btree ("subject") WHERE state = 'proposed';--> statement-breakpoint
-- What a second person agrees to is what the first wrote: nobody may change it, and it is decided once. Its secrets are
-- written by a site and read by none.
grant select (id, subject, before, after, state, proposed_by_staff_id, proposed_at, decided_by_staff_id, decided_at), insert, update (state, decided_by_staff_id, decided_at) on seller_changes to andromede_operator;
create trigger seller_changes_keep before delete or truncate on seller_changes for each statement execute function app.refuse_change();
--> statement-breakpoint
create function app.refuse_decided_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' then raise exception 'a change is decided once' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger seller_changes_once before update on seller_changes for each row execute function app.refuse_decided_change();
--> statement-breakpoint
-- Puts what two people agreed to where it is read, with its secrets: in the transaction that decides, and in no other.
create function app.apply_sealed_change(applied_id text, applied_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  change seller_changes;
begin
  select * into change from seller_changes where id = applied_id and state = 'agreed' and decided_at = applied_at;
  if not found then raise exception 'this change was not agreed to now' using errcode = 'insufficient_privilege'; end if;
  if change.subject = 'card_provider' then
    insert into card_providers (selling_entity_id, base_url, secret_sealed, is_on, updated_at)
    values (change.sealed ->> 'sellingEntityId', change.after ->> 'baseUrl', change.sealed ->> 'secret', false, applied_at)
    on conflict (selling_entity_id) do update
      set base_url = excluded.base_url, secret_sealed = excluded.secret_sealed, updated_at = excluded.updated_at;
  elsif change.subject in ('connection_chorus_pro', 'connection_platform') then
    delete from einvoice_connections where channel = substr(change.subject, 12);
    insert into einvoice_connections (channel, base_url, token_url, client_id, client_secret_sealed, account_sealed, updated_at)
    values (substr(change.subject, 12), change.after ->> 'baseUrl', change.after ->> 'tokenUrl', change.after ->> 'clientId',
      change.sealed ->> 'clientSecret', change.sealed ->> 'account', applied_at);
  else
    raise exception 'this change has no secrets' using errcode = 'insufficient_privilege';
  end if;
end $$;
--> statement-breakpoint
revoke execute on function app.apply_sealed_change(text, timestamptz) from public;
--> statement-breakpoint
grant execute on function app.apply_sealed_change(text, timestamptz) to andromede_operator;
--> statement-breakpoint
-- Only the function above writes them from now on: a site connects nothing alone.
revoke insert, update on einvoice_connections from andromede_operator;
--> statement-breakpoint
revoke insert, update on card_providers from andromede_operator;
--> statement-breakpoint
grant update (is_on, updated_at) on card_providers to andromede_operator;
