-- A published rate of a commitment never changes; it ends once.
create or replace function app.guard_commitment_rate() returns trigger language plpgsql as $$
begin
  if (new.id, new.family, new.term_months, new.basis_points, new.valid_from)
    is distinct from (old.id, old.family, old.term_months, old.basis_points, old.valid_from) or old.valid_to is not null then
    raise exception 'a published rate never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
