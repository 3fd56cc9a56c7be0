-- An object without a row gets its rows when two people agree: it is billed from its first second.
alter table adoptions add column decided_by_staff_id text;
alter table adoptions add column decided_at timestamptz;
alter table adoptions add constraint adoptions_decided_by_staff_id_staff_accounts_id_fk
  foreign key (decided_by_staff_id) references staff_accounts (id) not valid;
alter table adoptions drop constraint adoptions_state;
alter table adoptions add constraint adoptions_state check (state in ('proposed', 'withdrawn', 'waiting', 'done', 'refused')
  and (ended_at is null) = (state in ('proposed', 'withdrawn', 'waiting')) and (refusal is null) = (state <> 'refused')
  and (decided_by_staff_id is null) = (decided_at is null) and (state <> 'proposed' or decided_at is null)
  and (state <> 'withdrawn' or decided_at is not null)) not valid;
-- Without a decision where one person was enough, before this version.
alter table adoptions add constraint adoptions_two_people check (
  state in ('proposed', 'withdrawn') or decided_by_staff_id <> requested_by_staff_id) not valid;
grant update (state, decided_by_staff_id, decided_at) on adoptions to andromede_operator;
create trigger adoptions_guard before insert or update on adoptions
  for each row when (current_user in ('andromede_operator', 'andromede_worker')) execute function app.guard_adoptions();
