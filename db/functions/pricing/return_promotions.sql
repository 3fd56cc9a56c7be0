-- Return the promotions granted to an order that was not carried out, so that others can use them.
create or replace function app.return_promotions(p_organisation_id text, p_order_id text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count int := 0;
  v_promotion text;
begin
  if app.current_organisation() is not null and p_organisation_id is distinct from app.current_organisation() then
    raise exception 'another organisation''s promotion' using errcode = 'insufficient_privilege';
  end if;
  for v_promotion in select promotion_id from promotion_grants where organisation_id = p_organisation_id and order_id = p_order_id order by 1 loop
    update promotions set granted = granted - 1 where id = v_promotion;
    delete from promotion_grants where organisation_id = p_organisation_id and order_id = p_order_id and promotion_id = v_promotion;
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

revoke execute on function app.return_promotions(text, text) from public;
grant execute on function app.return_promotions(text, text) to andromede_portal, andromede_worker;
