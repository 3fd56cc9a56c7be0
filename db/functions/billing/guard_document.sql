-- A document starts as a draft and becomes final once; a final one never changes.
create or replace function app.guard_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then raise exception 'a document begins as a draft' using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if old.state = 'final' then raise exception 'an issued document never changes' using errcode = 'insufficient_privilege'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
