-- When a request of a program first changed something: repeated after a crash, it must not change it again.
alter table idempotency_keys add column committed_at timestamptz;
