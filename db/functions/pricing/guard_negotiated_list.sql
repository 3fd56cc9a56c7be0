-- A published list of negotiated prices never changes; it ends once.
create or replace function app.guard_negotiated_list() returns trigger language plpgsql as $$
begin
  if (new.id, new.organisation_id, new.reason, new.valid_from, new.published_at)
    is distinct from (old.id, old.organisation_id, old.reason, old.valid_from, old.published_at) or old.valid_to is not null then
    raise exception 'a published list never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
