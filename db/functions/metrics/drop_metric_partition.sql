-- Drops one partition that ended by this instant, the oldest first, and returns its name; null when there is none. Waits
-- briefly for locks, since readers queue behind it; the caller tries again.
create or replace function app.drop_metric_partition(p_kind text, p_before timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '300ms' set timezone = 'UTC' as $$
declare
  v_unit text := case p_kind when 'samples' then 'hour' when 'minutes' then 'day' when 'hours' then 'month' end;
  v_format text := case p_kind when 'samples' then 'YYYYMMDDHH24' when 'minutes' then 'YYYYMMDD' else 'YYYYMM' end;
  v_name text;
begin
  if not pg_try_advisory_xact_lock(hashtext('metric_partitions')) then return null; end if;
  select name into v_name from (
      select c.relname as name, substring(c.relname from ('_' || left(v_unit, 1) || '([0-9]{' || length(replace(v_format, '24', '')) || '})$')) as digits
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent in ('metric_samples'::regclass, 'instance_metrics'::regclass, 'host_metrics'::regclass)
    ) partitions
    where digits is not null and to_timestamp(digits, v_format) + ('1 ' || v_unit)::interval <= p_before
    order by digits, name limit 1;
  if v_name is null then return null; end if;
  execute format('drop table %I', v_name);
  return v_name;
end $$;

revoke execute on function app.drop_metric_partition(text, timestamptz) from public;
grant execute on function app.drop_metric_partition(text, timestamptz) to andromede_worker;
