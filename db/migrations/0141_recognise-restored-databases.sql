-- What differs when a zone is first compared after rows were lost: the rows are the older side, so a person decides.
ALTER TABLE "drifts" ADD COLUMN "held" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
grant update (held) on drifts to andromede_operator;
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"known_identity" text,
	"found_identity" text NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by_staff_id" text,
	"data_lost" boolean,
	"parked_sagas" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_ended_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("ended_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "recoveries_open" ON "recoveries" USING btree ((true)) WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_reason" CHECK (
  reason in ('new_system', 'new_database', 'new_timeline', 'new_place', 'journal_behind')
  and (ended_at is null) = (data_lost is null));
--> statement-breakpoint
-- Which database this is: its cluster (a logical restore has another), its number there (so has a copy beside it) and its
-- timeline (every restore to a point in time and every promotion begin a new one).
create or replace function app.database_identity() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.system_identifier || '/' || d.oid || '/' ||
    case when pg_is_in_recovery() then 'standby' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end
  from pg_control_system() s, pg_database d where d.datname = current_database()
$$;
--> statement-breakpoint
-- The one rule: nothing leaves a database that is not the one an operator last agreed to, or that waits to be agreed to.
-- Before the first preparation has remembered one, there is nothing to compare with.
create or replace function app.is_outside_held() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from recoveries where ended_at is null)
    or coalesce((select value <> app.database_identity() from installation_facts where name = 'database'), false)
$$;
--> statement-breakpoint
-- A recovery is on record from when somebody first sees it; nothing but this and its end writes the table.
create or replace function app.note_recovery(p_id text, p_reason text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_known text := (select value from installation_facts where name = 'database');
  v_found text := app.database_identity();
  v_reason text := p_reason;
begin
  if v_reason is null then
    if v_known is null or v_known = v_found then return false; end if;
    v_reason := case
      when split_part(v_known, '/', 1) <> split_part(v_found, '/', 1) then 'new_system'
      when split_part(v_known, '/', 2) <> split_part(v_found, '/', 2) then 'new_database'
      else 'new_timeline' end;
  end if;
  insert into recoveries (id, reason, known_identity, found_identity, began_at)
    values (p_id, v_reason, v_known, v_found, p_at) on conflict do nothing;
  return found;
end $$;
--> statement-breakpoint
-- An operator agrees to the database that was shown. Where rows were lost, operations that the rows say are under way are
-- older than what stands outside: they wait for a person each. Null when it is another database by now.
create or replace function app.end_recovery(p_identity text, p_staff text, p_data_lost boolean, p_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_parked integer := 0;
begin
  if p_identity <> app.database_identity() then return null; end if;
  if p_data_lost then
    update sagas set state = 'parked', failure_code = 'recovery', failure_params = null, failure_text = null,
      lease_owner = null, lease_expires_at = null where state in ('running', 'undoing');
    get diagnostics v_parked = row_count;
    insert into installation_facts (name, value) values ('data_lost_at', p_at::text)
      on conflict (name) do update set value = excluded.value;
    update drifts set held = true where state = 'open';
  end if;
  insert into installation_facts (name, value) values ('database', p_identity)
    on conflict (name) do update set value = excluded.value;
  delete from installation_facts where name = 'place';
  update recoveries set ended_at = p_at, ended_by_staff_id = p_staff, data_lost = p_data_lost, parked_sagas = v_parked
    where ended_at is null;
  return v_parked;
end $$;
--> statement-breakpoint
revoke execute on function app.database_identity(), app.is_outside_held(), app.note_recovery(text, text, timestamptz),
  app.end_recovery(text, text, boolean, timestamptz) from public;
--> statement-breakpoint
grant execute on function app.database_identity(), app.is_outside_held() to andromede_portal, andromede_operator, andromede_worker;
--> statement-breakpoint
grant execute on function app.note_recovery(text, text, timestamptz) to andromede_worker;
--> statement-breakpoint
grant execute on function app.end_recovery(text, text, boolean, timestamptz) to andromede_operator;
--> statement-breakpoint
grant select on recoveries to andromede_operator, andromede_worker;
--> statement-breakpoint
-- What a process may not rewrite is what the rule compares with.
create or replace function app.guard_database_facts() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'only an operator agrees to a database' using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger installation_facts_guard before insert or update on installation_facts for each row
  when (current_user = 'andromede_worker' and new.name in ('database', 'place', 'data_lost_at')) execute function app.guard_database_facts();
