-- The worker reckons months and grants what they give; a billing officer confirms what is above the limit and has a
-- month reckoned again; a customer reads what concerns the servers and volumes it sees, and contests. What was reckoned,
-- and where it was given, is written once.
alter table sla_assessments enable row level security;
alter table sla_assessments force row level security;
create policy sla_assessments_portal on sla_assessments for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy sla_assessments_staff on sla_assessments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on sla_assessments to andromede_portal, andromede_operator;
grant select, insert on sla_assessments to andromede_worker;
create trigger sla_assessments_append_only before update or delete or truncate on sla_assessments for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table sla_assessed_months enable row level security;
alter table sla_assessed_months force row level security;
create policy sla_assessed_months_portal on sla_assessed_months for select to andromede_portal using (organisation_id = app.current_organisation());
create policy sla_assessed_months_staff on sla_assessed_months to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select (organisation_id, period, assessed_at) on sla_assessed_months to andromede_portal;
grant select on sla_assessed_months to andromede_operator;
grant select, insert, update (assessed_at) on sla_assessed_months to andromede_worker;
--> statement-breakpoint
alter table service_credits enable row level security;
alter table service_credits force row level security;
create policy service_credits_portal on service_credits for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy service_credits_staff on service_credits to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
-- Why an officer decided as it did is told to the customer; who it was is not.
grant select (id, organisation_id, assessment_id, subject_id, subject_kind, period, amount_cents, used_cents, state, decided_at, decision_reason, created_at, granted_at) on service_credits to andromede_portal;
grant select, update (used_cents, state, decided_by_staff_id, decided_at, decision_reason, granted_at) on service_credits to andromede_operator;
grant select, insert, update (used_cents, state, granted_at) on service_credits to andromede_worker;
create function app.guard_service_credit() returns trigger language plpgsql as $$
begin
  if old.state in ('granted', 'refused', 'superseded') then
    raise exception 'a credit that was settled stays settled' using errcode = 'insufficient_privilege';
  end if;
  if abs(new.used_cents) < abs(old.used_cents) then
    raise exception 'what was given of a credit stays given' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'refused' and old.state <> 'awaiting_confirmation' then
    raise exception 'only what waits for an answer is refused' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger service_credits_guard before update on service_credits for each row execute function app.guard_service_credit();
create trigger service_credits_keep before delete or truncate on service_credits for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table service_credit_lines enable row level security;
alter table service_credit_lines force row level security;
create policy service_credit_lines_portal on service_credit_lines for select to andromede_portal using (
  organisation_id = app.current_organisation() and exists (select 1 from service_credits c where c.id = credit_id));
create policy service_credit_lines_staff on service_credit_lines to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on service_credit_lines to andromede_portal;
grant select, insert on service_credit_lines to andromede_operator, andromede_worker;
create trigger service_credit_lines_append_only before update or delete or truncate on service_credit_lines for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table sla_contests enable row level security;
alter table sla_contests force row level security;
create policy sla_contests_portal on sla_contests to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy sla_contests_staff on sla_contests to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy sla_contests_visible on sla_contests as restrictive for select to andromede_portal
  using (exists (select 1 from sla_assessments a where a.id = assessment_id));
grant select, insert on sla_contests to andromede_portal;
grant select on sla_contests to andromede_operator;
create trigger sla_contests_append_only before update or delete or truncate on sla_contests for each statement execute function app.refuse_change();
