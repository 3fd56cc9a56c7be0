-- Audit events, notices, mail and facts of the installation.

create table audit_events (
  id text primary key,
  organisation_id text,
  event text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_label text not null,
  surface text not null,
  request_id text not null,
  ip text,
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null default '{}',
  occurred_at timestamptz not null,
  sequence bigint,
  hash text,
  constraint audit_events_sequence_unique unique (sequence),
  constraint audit_events_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index audit_events_by_organisation on audit_events (organisation_id, occurred_at);
create index audit_events_unchained on audit_events (occurred_at) where sequence is null;
create index audit_events_by_subject on audit_events (subject_id);
alter table audit_events enable row level security, force row level security;
create policy audit_events_portal on audit_events to andromede_portal
  using (organisation_id = app.current_organisation());
create policy audit_events_staff on audit_events to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- Acts before any organisation exists (sign-up, sign-in) are audited without one.
create policy audit_events_without on audit_events for insert to andromede_portal with check (organisation_id is null);
grant select, insert on audit_events to andromede_portal, andromede_operator, andromede_worker;
grant update (sequence, hash) on audit_events to andromede_worker;
create trigger audit_events_append_only before delete or truncate on audit_events
  for each statement execute function app.refuse_change();

create table installation_facts (
  name text primary key,
  value text not null,
  is_demonstration boolean not null default false
);
grant select on installation_facts to andromede_portal, andromede_operator;
grant select, insert, update on installation_facts to andromede_worker;
-- The facts that app.is_outside_held compares are not the worker's to write.
create trigger installation_facts_guard before insert or update on installation_facts
  for each row when (current_user = 'andromede_worker'
    and new.name in ('database', 'place', 'data_lost_at', 'erasures_released_at'))
  execute function app.guard_database_facts();

-- Mails hold single-use links: the portal reads them only where the mailbox page is open (embedded mode).
create table mail_messages (
  id text primary key,
  recipient text not null,
  subject text not null,
  text_body text not null,
  html_body text not null,
  template text not null,
  state text not null,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mail_messages_recent on mail_messages (created_at);
alter table mail_messages enable row level security, force row level security;
create policy mail_messages_write on mail_messages for insert to andromede_portal, andromede_operator
  with check (state = 'queued');
create policy mail_messages_mailbox on mail_messages for select to andromede_portal, andromede_operator
  using (exists (select 1 from installation_facts f where f.name = 'mailbox' and f.value = 'open'));
create policy mail_messages_worker on mail_messages to andromede_worker, andromede_migrator using (true);
grant select, insert on mail_messages to andromede_portal, andromede_operator;
grant select, insert, update, delete on mail_messages to andromede_worker;

create table notices (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  params jsonb not null default '{}',
  href text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  project_id text,
  account_id text,
  constraint notices_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint notices_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint notices_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index notices_recent on notices (organisation_id, created_at);
alter table notices enable row level security, force row level security;
create policy notices_portal on notices to andromede_portal using (organisation_id = app.current_organisation());
create policy notices_staff on notices to andromede_operator, andromede_worker, andromede_migrator using (true);
-- A notice of a project is visible with the project, one without a project to members who see all, one of a person to
-- that person.
create policy notices_visible on notices as restrictive for select to andromede_portal
  using (
    (select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[])
    or account_id = app.current_account());
create policy notices_own on notices as restrictive for select to andromede_portal
  using (account_id is null or account_id = app.current_account());
grant select, insert on notices to andromede_portal, andromede_operator, andromede_worker;

create table stored_documents (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  file_name text not null,
  content_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  storage_key text not null,
  created_at timestamptz not null,
  constraint stored_documents_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create unique index stored_documents_key on stored_documents (storage_key);
alter table stored_documents enable row level security, force row level security;
create policy stored_documents_portal on stored_documents to andromede_portal
  using (organisation_id = app.current_organisation());
create policy stored_documents_staff on stored_documents to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on stored_documents to andromede_portal, andromede_worker;
grant select on stored_documents to andromede_operator;

create table mail_attachments (
  mail_id text,
  name text,
  media_type text not null,
  content bytea not null,
  constraint mail_attachments_mail_id_name_pk primary key (mail_id, name),
  constraint mail_attachments_mail_id_mail_messages_id_fk
    foreign key (mail_id) references mail_messages (id) on delete cascade
);
grant select, insert, delete on mail_attachments to andromede_worker;

create table notice_readings (
  organisation_id text,
  account_id text,
  read_up_to timestamptz not null,
  constraint notice_readings_organisation_id_account_id_pk primary key (organisation_id, account_id),
  constraint notice_readings_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint notice_readings_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
alter table notice_readings enable row level security, force row level security;
create policy notice_readings_portal on notice_readings to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy notice_readings_staff on notice_readings to andromede_migrator using (true);
grant select, insert on notice_readings to andromede_portal;
grant update (read_up_to) on notice_readings to andromede_portal;
