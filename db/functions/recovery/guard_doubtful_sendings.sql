-- One person proposes an outcome, another confirms it, and a worker carries it out: each step once, and nothing else. The
-- outcome that was proposed is the one that is carried out.
create or replace function app.guard_doubtful_sendings() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state = 'open' then return new; end if;
  elsif current_user = 'andromede_operator' then
    if old.state = 'open' and new.state = 'proposed' or old.state = 'proposed' and new.state = 'open' then return new; end if;
    if old.state = 'proposed' and new.state = 'waiting' and to_jsonb(new) - '{state,decided_by_staff_id,decided_at}'::text[]
      = to_jsonb(old) - '{state,decided_by_staff_id,decided_at}'::text[] then return new; end if;
  elsif old.state = 'waiting' and new.state = 'done' then return new;
  end if;
  raise exception 'two people decide whether something is sent' using errcode = '42501';
end $$;
