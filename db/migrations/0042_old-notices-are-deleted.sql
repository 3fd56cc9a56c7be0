-- outside a transaction
create index concurrently notices_by_time on notices (created_at);
grant delete on notices to andromede_worker;
