-- What the link of an invitation shows to its holder, who is not a member yet. It says whether the inviter may still
-- invite.
create or replace function app.find_invitation(p_secret_hash text, p_inviting_roles text[])
returns table (id text, organisation_id text, organisation text, email text, role text, project_names text[], invited_by text, expires_at timestamptz, accepted_at timestamptz, withdrawn_at timestamptz, may_invite boolean)
language sql stable security definer set search_path = public, pg_temp as
$$ select i.id, i.organisation_id, o.legal_name, i.email, i.role,
     array(select p.name from jsonb_to_recordset(i.project_roles) as r("projectId" text) join projects p on p.id = r."projectId" order by p.name),
     a.full_name, i.expires_at, i.accepted_at, i.withdrawn_at,
     a.disabled_at is null and exists (select 1 from organisation_members m
       where m.organisation_id = i.organisation_id and m.account_id = i.invited_by_account_id and m.removed_at is null
         and m.role = any (p_inviting_roles))
   from invitations i join organisations o on o.id = i.organisation_id join accounts a on a.id = i.invited_by_account_id
   where i.secret_hash = p_secret_hash and o.state not in ('refused', 'closed') $$;

revoke execute on function app.find_invitation(text, text[]) from public;
grant execute on function app.find_invitation(text, text[]) to andromede_portal;
