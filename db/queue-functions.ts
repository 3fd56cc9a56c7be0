/** The functions of `queue_api`. Versions that still serve call them: add new ones, and keep names and parameters. */
export function queueFunctions(jobNames: readonly string[]): string {
  const names = jobNames.map((name) => {
    if (!/^[a-z_]+$/.test(name)) throw new Error(`not a job name: ${name}`)
    return `'${name}'`
  })
  return `
      create schema if not exists queue_api authorization andromede_queue;
      -- Shadows the server's pg_notify in enqueue_job: see docs/decisions/0012. Callers wake the workers after the commit.
      create or replace function queue_api.pg_notify(text, text) returns void language sql as '';
      create or replace function queue_api.wake_workers(p_jobs int) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as
      $$ select pg_catalog.pg_notify('jobs:insert', json_build_object('r', random(), 'count', p_jobs)::text) $$;
      create or replace function queue_api.enqueue_job(p_name text, p_payload json, p_key text, p_run_at timestamptz) returns void
      language plpgsql security definer set search_path = queue_api, pg_catalog, graphile_worker, pg_temp as $$
      declare
        v_id bigint;
        -- Long jobs use two queues of their own, so that they never occupy all workers.
        -- Losses take many locks: one at a time.
        v_queue text := case p_name when 'prepare_export' then 'exports ' || (hashtext(p_key) & 1) when 'end_lost_rows' then 'losses' end;
      begin
        if p_name <> all (array[${names.join(', ')}]) then raise exception 'unknown job: %', p_name; end if;
        -- The usual case, no pending job with this key, in one statement instead of add_job's five. The other cases
        -- (a pending key, a new task name) fall through to add_job.
        insert into _private_jobs (task_id, payload, run_at, max_attempts, key)
          select t.id, p_payload, coalesce(p_run_at, now()), 12, p_key from _private_tasks t
          where t.identifier = p_name and v_queue is null
          on conflict (key) do nothing returning id into v_id;
        if v_id is not null then return; end if;
        -- If a worker takes the job of this key at this moment, add_job adds nothing, although that worker may have
        -- read its rows before this transaction commits. The next attempt sees the job taken and adds another.
        for i in 1..20 loop
          select id into v_id from graphile_worker.add_job(
            p_name, payload => p_payload, job_key => p_key, run_at => p_run_at, max_attempts => 12, queue_name => v_queue);
          if v_id is not null then return; end if;
        end loop;
        raise exception 'could not enqueue % under %', p_name, p_key;
      end $$;
      create or replace function queue_api.enqueue_jobs(p_name text, p_jobs jsonb) returns void
      language plpgsql security definer set search_path = queue_api, pg_catalog, graphile_worker, pg_temp as $$
      declare v_job record;
      begin
        if p_name <> all (array[${names.join(', ')}]) then raise exception 'unknown job: %', p_name; end if;
        -- Jobs without a pending job of the same key in one statement, the others one by one.
        for v_job in
          with asked as (select * from jsonb_to_recordset(p_jobs) as j(payload jsonb, key text)),
            added as (
              insert into _private_jobs (task_id, payload, run_at, max_attempts, key)
              select t.id, asked.payload::json, now(), 12, asked.key from asked join _private_tasks t on t.identifier = p_name
              on conflict (key) do nothing returning key)
          select asked.* from asked where not exists (select from added where added.key = asked.key)
        loop
          perform enqueue_job(p_name, v_job.payload::json, v_job.key, null);
        end loop;
      end $$;
      create or replace function queue_api.list_failed_jobs() returns table (
        id bigint, task text, attempts int, max_attempts int, last_error text, run_at timestamptz, created_at timestamptz, locked_at timestamptz)
      language sql stable security definer set search_path = graphile_worker, pg_temp as
      $$ select j.id, j.task_identifier, j.attempts::int, j.max_attempts::int, j.last_error, j.run_at, j.created_at, j.locked_at
         from graphile_worker.jobs j where j.last_error is not null order by j.run_at desc limit 200 $$;
      create or replace function queue_api.retry_job(p_id bigint) returns void
      language sql security definer set search_path = graphile_worker, pg_temp as
      $$ select graphile_worker.reschedule_jobs(array[p_id], run_at => now(), attempts => 0) $$;
      create or replace function queue_api.oldest_due_job() returns timestamptz
      language sql stable security definer set search_path = graphile_worker, pg_temp as
      $$ select min(run_at) from _private_jobs where is_available and run_at <= now() $$;
      create or replace function queue_api.count_due_jobs(p_most int) returns int
      language sql stable security definer set search_path = graphile_worker, pg_temp as
      $$ select count(*)::int from (
           select from _private_jobs where is_available and run_at <= now() limit p_most) due $$;
      create or replace function queue_api.count_jobs() returns table (
        task text, waiting int, due int, oldest_due timestamptz, oldest_waiting timestamptz, given_up int)
      language sql stable security definer set search_path = graphile_worker, pg_temp as
      $$ select t.identifier, count(*) filter (where j.is_available)::int,
           count(*) filter (where j.is_available and j.run_at <= now())::int,
           min(j.run_at) filter (where j.is_available and j.run_at <= now()),
           min(j.created_at) filter (where j.is_available),
           count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts)::int
         from _private_jobs j join _private_tasks t on t.id = j.task_id group by t.identifier $$;
      create or replace function queue_api.unlock_dead_workers(p_live text[]) returns void
      language sql security definer set search_path = graphile_worker, pg_temp as
      $$ select graphile_worker.force_unlock_workers(array(
           select distinct locked_by from graphile_worker.jobs where locked_by is not null and locked_by <> all (p_live)
             -- A worker that has just started may hold jobs before its first sign of life.
             and locked_at < now() - interval '10 seconds')) $$;
      create or replace function queue_api.list_long_held_jobs(p_pools text[]) returns table (id bigint)
      language sql stable security definer set search_path = graphile_worker, pg_temp as
      $$ select j.id from graphile_worker.jobs j
         where j.locked_by = any (p_pools) and j.locked_at < now() - interval '10 seconds' $$;
      revoke execute on all functions in schema queue_api from public;
      grant usage on schema queue_api to andromede_portal, andromede_operator, andromede_worker;
      grant execute on function queue_api.enqueue_job(text, json, text, timestamptz), queue_api.enqueue_jobs(text, jsonb), queue_api.wake_workers(int) to andromede_portal, andromede_operator, andromede_worker;
      -- A trigger enqueues the mails whose doubt ends.
      grant usage on schema queue_api to andromede_migrator;
      grant execute on function queue_api.enqueue_jobs(text, jsonb) to andromede_migrator;
      grant execute on function queue_api.list_failed_jobs(), queue_api.retry_job(bigint), queue_api.oldest_due_job() to andromede_operator;
      grant execute on function queue_api.count_jobs() to andromede_operator, andromede_worker;
      grant execute on function queue_api.unlock_dead_workers(text[]), queue_api.list_long_held_jobs(text[]), queue_api.count_due_jobs(int) to andromede_worker;
    `
}
