-- Cases are opened by whoever makes something wait: the portal for an order, the worker for what no rule accepted. The
-- portal closes what is taken back; everything else about a case is the operator's or the worker's.
alter table moderation_cases enable row level security;
alter table moderation_cases force row level security;
create policy moderation_cases_portal on moderation_cases to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy moderation_cases_staff on moderation_cases to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy moderation_cases_visible on moderation_cases as restrictive for select to andromede_portal
  using (project_id is null or (select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select, insert, update (state, held_until, closed_at, outcome) on moderation_cases to andromede_portal;
grant select, insert, update on moderation_cases to andromede_operator, andromede_worker;
--> statement-breakpoint
-- A moderator's yes is carried out by the worker: it makes what the order would be, as the portal does.
grant insert on instances, volumes to andromede_worker;
grant update (reasons) on held_orders to andromede_worker;
grant update (reference_check) on orders to andromede_operator;
--> statement-breakpoint
alter table invitations enable row level security;
alter table invitations force row level security;
create policy invitations_portal on invitations to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy invitations_staff on invitations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (secret_hash, sends, sent_at, expires_at, accepted_at, accepted_by_account_id, withdrawn_at) on invitations to andromede_portal;
grant select on invitations to andromede_operator, andromede_worker;
--> statement-breakpoint
-- What a link of an invitation says, to whoever has the link: it is found before anybody is a member.
create function app.find_invitation(p_secret_hash text)
returns table (id text, organisation_id text, organisation text, email text, role text, project_names text[], invited_by text, expires_at timestamptz, accepted_at timestamptz, withdrawn_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select i.id, i.organisation_id, o.legal_name, i.email, i.role,
     array(select p.name from jsonb_to_recordset(i.project_roles) as r("projectId" text) join projects p on p.id = r."projectId" order by p.name),
     a.full_name, i.expires_at, i.accepted_at, i.withdrawn_at
   from invitations i join organisations o on o.id = i.organisation_id join accounts a on a.id = i.invited_by_account_id
   where i.secret_hash = p_secret_hash and o.state not in ('refused', 'closed') $$;
--> statement-breakpoint
revoke execute on function app.find_invitation(text) from public;
--> statement-breakpoint
grant execute on function app.find_invitation(text) to andromede_portal;
--> statement-breakpoint
-- A link is read by the person it was sent to, before an organisation is chosen; it is written with the mail.
alter table approval_links enable row level security;
alter table approval_links force row level security;
create policy approval_links_portal on approval_links to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy approval_links_own on approval_links for select to andromede_portal using (account_id = app.current_account());
create policy approval_links_staff on approval_links to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (spent_at) on approval_links to andromede_portal, andromede_worker;
--> statement-breakpoint
grant select, insert, update on structure_answers to andromede_portal;
grant select on structure_answers to andromede_operator, andromede_worker;
--> statement-breakpoint
-- What waits today waits on.
insert into moderation_cases (id, organisation_id, kind, subject_id, summary, state, opened_at, answered_at)
select 'mcs_' || substr(o.id, 5), o.id, 'organisation', o.id, '{}'::jsonb,
  case o.state when 'pending' then 'waiting' else 'asked' end, o.submitted_at,
  case o.state when 'pending' then null else (select max(e.created_at) from moderation_events e where e.organisation_id = o.id and e.kind = 'asked') end
from organisations o
where o.state in ('pending', 'needs_info') and exists (select 1 from organisation_members m join accounts a on a.id = m.account_id
  where m.organisation_id = o.id and m.role = 'owner' and m.removed_at is null and a.email_verified_at is not null);
--> statement-breakpoint
insert into moderation_cases (id, organisation_id, project_id, kind, subject_id, summary, state, opened_at)
select 'mcs_' || substr(q.id, 5), q.organisation_id, q.project_id, 'quota', q.id,
  jsonb_build_object('resource', q.resource, 'from', coalesce((q.facts ->> 'limit')::bigint, 0), 'to', q.limit_asked), 'waiting', q.created_at
from quota_requests q where q.state = 'pending';
--> statement-breakpoint
insert into moderation_cases (id, organisation_id, project_id, kind, subject_id, summary, state, opened_at)
select 'mcs_' || substr(o.id, 5), o.organisation_id, o.project_id, 'references', o.id,
  jsonb_build_object('number', o.number, 'monthlyCents', o.monthly_cents::text, 'because', jsonb_build_array(o.reference_check)), 'waiting', o.created_at
from orders o where o.reference_check in ('unreachable', 'unknown_structure') and o.state not in ('refused', 'expired', 'withdrawn');
