-- Creates the partition of samples (an hour), averages by minute (a day) or averages by hour (a month) that contains this
-- instant. Returns how many tables it made. A range with rows in the default partition keeps them there: moving them would
-- block every reader meanwhile. Waits briefly for locks, since others queue behind it; the caller tries again.
create or replace function app.create_metric_partition(p_kind text, p_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '300ms' set timezone = 'UTC' as $$
declare
  v_unit text := case p_kind when 'samples' then 'hour' when 'minutes' then 'day' when 'hours' then 'month' end;
  v_from timestamptz := date_trunc(v_unit, p_at);
  v_to timestamptz := v_from + ('1 ' || v_unit)::interval;
  v_suffix text := to_char(v_from, case p_kind when 'samples' then '"h"YYYYMMDDHH24' when 'minutes' then '"d"YYYYMMDD' else '"m"YYYYMM' end);
  v_resolution integer := case p_kind when 'minutes' then 60 when 'hours' then 3600 end;
  v_prefix text := coalesce(v_resolution || ', ', '');
  v_table text;
  v_name text;
  v_is_taken boolean;
  v_made integer := 0;
begin
  if v_from is null or not isfinite(v_from) then raise exception 'no such partition: % of %', p_kind, p_at; end if;
  -- Another worker does it.
  if not pg_try_advisory_xact_lock(hashtext('metric_partitions')) then return 0; end if;
  foreach v_table in array case p_kind when 'samples' then array['metric_samples'] else array['instance_metrics', 'host_metrics'] end loop
    v_name := v_table || '_' || v_suffix;
    continue when to_regclass(v_name) is not null;
    execute format('select exists (select from %I where at >= %L and at < %L and %s)', v_table || '_default', v_from, v_to,
      coalesce('resolution_seconds = ' || v_resolution, 'true')) into v_is_taken;
    continue when v_is_taken;
    execute format('create table %I (like %I including all)', v_name, v_table);
    -- No role reads a partition but through its table, whose policies apply.
    execute format('alter table %I enable row level security', v_name);
    execute format('alter table %I attach partition %I for values from (%s%L) to (%s%L)', v_table, v_name, v_prefix, v_from, v_prefix, v_to);
    v_made := v_made + 1;
  end loop;
  return v_made;
end $$;

revoke execute on function app.create_metric_partition(text, timestamptz) from public;
grant execute on function app.create_metric_partition(text, timestamptz) to andromede_worker;
