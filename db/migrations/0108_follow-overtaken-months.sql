-- What a month is reckoned from may change once it was assessed. Whatever changes it says so in its own transaction, so
-- that the worker looks at nothing while nothing has changed, and misses nothing that commits late.
alter table sla_overtaken_months enable row level security;
alter table sla_overtaken_months force row level security;
create policy sla_overtaken_months_portal on sla_overtaken_months to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy sla_overtaken_months_staff on sla_overtaken_months to andromede_worker, andromede_migrator using (true) with check (true);
grant select, delete on sla_overtaken_months to andromede_worker;
grant select, insert on sla_closed_periods to andromede_worker;
--> statement-breakpoint
-- The months of Paris that half-open [p_from, p_to) lies in.
create function app.months_between(p_from timestamptz, p_to timestamptz) returns setof text
language sql immutable as $$
  select to_char(m, 'YYYY-MM') from generate_series(
    date_trunc('month', p_from at time zone 'Europe/Paris'),
    (p_to - interval '1 microsecond') at time zone 'Europe/Paris', interval '1 month') m $$;
--> statement-breakpoint
create function app.note_excluded_resources() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct a.organisation_id, m from added a join exclusion_decisions d on d.id = a.exclusion_id
      cross join app.months_between(d.from_at, d.to_at) m;
  return null;
end $$;
--> statement-breakpoint
create trigger excluded_resources_overtake after insert on excluded_resources
  referencing new table as added for each statement execute function app.note_excluded_resources();
--> statement-breakpoint
create function app.note_exclusion_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct r.organisation_id, m from excluded_resources r
      cross join app.months_between(new.from_at, new.to_at) m where r.exclusion_id = new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger exclusion_decisions_overtake after update on exclusion_decisions for each row
  when (old.revoked_at is distinct from new.revoked_at) execute function app.note_exclusion_change();
--> statement-breakpoint
create function app.note_credit_note() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Not those that give a service credit themselves.
  if exists (select 1 from billing_document_lines where document_id = new.id and kind <> 'service_credit') then
    insert into sla_overtaken_months (organisation_id, period) values (new.organisation_id, new.period);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger billing_documents_overtake after update on billing_documents for each row
  when (new.kind = 'credit_note' and new.state = 'final' and old.state = 'draft') execute function app.note_credit_note();
--> statement-breakpoint
create function app.note_maintenance_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct r.organisation_id, m from maintenance_resources r
      cross join app.months_between(least(old.starts_at, new.starts_at), greatest(old.ends_at, new.ends_at)) m
      where r.maintenance_id = new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger maintenance_windows_overtake after update on maintenance_windows for each row
  when ((old.starts_at, least(old.ends_at, old.ended_at), old.state = 'cancelled')
    is distinct from (new.starts_at, least(new.ends_at, new.ended_at), new.state = 'cancelled'))
  execute function app.note_maintenance_change();
--> statement-breakpoint
-- Who was told later has less notice.
create function app.note_maintenance_told() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct t.organisation_id, m from told t join maintenance_windows w on w.id = t.maintenance_id
      cross join app.months_between(w.starts_at, w.ends_at) m;
  return null;
end $$;
--> statement-breakpoint
create trigger maintenance_resources_overtake after update on maintenance_resources
  referencing new table as told for each statement execute function app.note_maintenance_told();
--> statement-breakpoint
revoke execute on function app.note_excluded_resources(), app.note_exclusion_change(), app.note_credit_note(),
  app.note_maintenance_change(), app.note_maintenance_told() from public;
--> statement-breakpoint
-- What was decided or credited before this is looked at once.
insert into sla_overtaken_months (organisation_id, period)
  select distinct r.organisation_id, m from excluded_resources r join exclusion_decisions d on d.id = r.exclusion_id
    cross join app.months_between(d.from_at, d.to_at) m
  union
  select distinct organisation_id, period from billing_documents where kind = 'credit_note' and state = 'final';
