-- An organisation that the portal inserts is pending and has a spending cap.
create or replace function app.guard_new_organisation() returns trigger language plpgsql as $$
begin
  if current_user = 'andromede_portal' and (new.state <> 'pending' or new.spending_cap_cents is null) then
    raise exception 'a new organisation is pending and capped' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
