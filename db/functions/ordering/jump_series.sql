-- Another person confirms a jump: the series goes on behind the numbers that were given out before the restore. Returns
-- 'jumped', 'gone' (no such proposal), or 'moved' (the series gave out a number since, or has none yet).
create or replace function app.jump_series(p_id text, p_staff text, p_at timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare v number_jumps; v_count int;
begin
  update number_jumps set confirmed_by_staff_id = p_staff, confirmed_at = p_at where id = p_id and confirmed_at is null
    returning * into v;
  if not found then return 'gone'; end if;
  if v.series ~ '^(order|quote)-' then
    update number_series set last_number = v.to_number where selling_entity_id = v.selling_entity_id and series = v.series
      and last_number = v.from_number - 1;
  else
    update document_series set last_number = v.to_number where selling_entity_id = v.selling_entity_id and series = v.series
      and last_number = v.from_number - 1;
  end if;
  get diagnostics v_count = row_count;
  return case when v_count = 1 then 'jumped' else 'moved' end;
end $$;

revoke execute on function app.jump_series(text, text, timestamptz) from public;
grant execute on function app.jump_series(text, text, timestamptz) to andromede_operator;
