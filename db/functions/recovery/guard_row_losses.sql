-- The operator's site proposes, and decides on a proposal once. A worker carries out what two people agreed to, and nothing else.
create or replace function app.guard_row_losses() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'andromede_operator' then
    if tg_op = 'INSERT' then
      if new.state = 'proposed' then return new; end if;
    elsif old.state = 'proposed' and new.state in ('withdrawn', 'waiting') then return new;
    end if;
    raise exception 'a loss is proposed first, and decided once' using errcode = '42501';
  end if;
  if old.state = 'done' and old.notified_at is null and to_jsonb(new) - 'notified_at' = to_jsonb(old) - 'notified_at' then
    return new;
  end if;
  if old.state <> 'waiting' or new.state not in ('done', 'refused') then
    raise exception 'only the operator decides on rows without an object' using errcode = '42501';
  end if;
  return new;
end $$;
