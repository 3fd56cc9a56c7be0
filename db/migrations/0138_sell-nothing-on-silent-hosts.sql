-- A host that does not answer sells nothing from the moment a worker knows.
alter table hosts add column unreachable_since timestamp with time zone;
grant update (unreachable_since) on hosts to andromede_worker;
--> statement-breakpoint
-- The worker that looks whether the hosts of a zone answer, until then.
alter table zone_reach add column hosts_looked_by text, add column hosts_looked_until timestamp with time zone;
--> statement-breakpoint
-- Every claim asks for a host in service; the same condition asks now that it answers.
do $$
declare v record; v_text text; v_count int := 0;
begin
  for v in select p.oid, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'app' and p.proname in ('claim_server', 'claim_capacity', 'reserve_move')
  loop
    v_text := pg_get_functiondef(v.oid);
    if position('h.state = ''in_service''' in v_text) = 0 then
      raise exception 'app.% asks for no host in service', v.proname;
    end if;
    execute replace(v_text, 'h.state = ''in_service''', 'h.state = ''in_service'' and h.unreachable_since is null');
    v_count := v_count + 1;
  end loop;
  if v_count <> 3 then raise exception '% functions claim hosts, not 3', v_count; end if;
end $$;
--> statement-breakpoint
-- When hosts did not answer: their customers are told of each once it has lasted, and once it is over.
create table host_silences (
  id text primary key,
  host_id text not null references hosts (id),
  from_at timestamp with time zone not null,
  to_at timestamp with time zone
);
create unique index host_silences_open on host_silences (host_id) where to_at is null;
create index host_silences_recent on host_silences (to_at);
grant select on host_silences to andromede_operator;
grant select, insert, update on host_silences to andromede_worker;
