-- The operator's site proposes, and decides on a proposal once. A worker carries out what two people agreed to, and nothing else.
create or replace function app.guard_adoptions() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if current_user = 'andromede_operator' and new.state = 'proposed' then return new; end if;
  elsif current_user = 'andromede_operator' then
    if old.state = 'proposed' and new.state in ('withdrawn', 'waiting') and new.decided_by_staff_id is not null then return new; end if;
  elsif old.state = 'waiting' and new.state in ('done', 'refused') then return new;
  end if;
  raise exception 'two people decide whether an object gets its rows' using errcode = '42501';
end $$;
