-- The portal changes neither the state of an organisation, except to answer a question, nor its cap, nor the date of
-- the decision.
create or replace function app.guard_organisation() returns trigger language plpgsql as $$
begin
  if current_user = 'andromede_portal' then
    if new.state is distinct from old.state and not (old.state = 'needs_info' and new.state = 'pending') then
      raise exception 'organisation state is the operator''s' using errcode = 'insufficient_privilege';
    end if;
    if new.spending_cap_cents is distinct from old.spending_cap_cents or new.decided_at is distinct from old.decided_at then
      raise exception 'organisation cap is the operator''s' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
