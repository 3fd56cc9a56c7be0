-- With which login a process is connected: a rotation of passwords closes the other one only when none uses it. Unknown for a
-- process of an earlier version until it writes its next row.
alter table process_heartbeats add column login text;
alter table process_heartbeats alter column login set default session_user;
