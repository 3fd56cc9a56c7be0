-- Which rows have changed lately: sites make open pages refetch them (docs/decisions/0083). Unlogged, since nothing in it
-- is needed after a crash.
create unlogged table changes (
  transaction_id xid8 not null,
  topic text not null,
  audience text not null,
  project_id text not null,
  noted_at timestamptz not null,
  constraint changes_transaction_id_topic_audience_project_id_pk primary key (transaction_id, topic, audience, project_id)
);
create index changes_by_time on changes (noted_at);
alter table changes enable row level security, force row level security;
-- Ids and topics alone; what changed is read through the policies of its own table.
create policy changes_portal on changes for select to andromede_portal using (audience <> 'staff');
create policy changes_operator on changes for select to andromede_operator using (true);
create policy changes_worker on changes to andromede_worker, andromede_migrator using (true);
grant select on changes to andromede_portal, andromede_operator;
grant select, delete on changes to andromede_worker;
