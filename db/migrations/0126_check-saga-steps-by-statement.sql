ALTER TABLE "saga_steps" DROP CONSTRAINT "saga_steps_organisation_id_saga_id_sagas_organisation_id_id_fk";
--> statement-breakpoint
-- An order of two hundred lines writes sixteen hundred steps; asked of each, the reference cost most of writing them.
create function app.guard_saga_steps() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct saga_id, organisation_id from added) a
      where not exists (select from sagas s where s.id = a.saga_id and s.organisation_id = a.organisation_id)) then
    raise exception 'a step belongs to a saga of its organisation' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger saga_steps_guard after insert on saga_steps referencing new table as added
  for each statement execute function app.guard_saga_steps();
--> statement-breakpoint
-- The other half of the reference: nobody may delete a saga, and neither it nor a step changes whose it is.
create function app.keep_saga() returns trigger language plpgsql as $$
begin
  raise exception 'whose a saga is never changes' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger sagas_stay before update of id, organisation_id on sagas for each row execute function app.keep_saga();
--> statement-breakpoint
create trigger saga_steps_stay before update of saga_id, organisation_id on saga_steps for each row execute function app.keep_saga();
