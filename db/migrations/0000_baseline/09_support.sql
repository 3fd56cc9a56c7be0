-- Support tickets. Members of the organisation see them; a member limited to projects sees those of its projects and,
-- of tickets without a project, its own. What belongs to a ticket is visible with it. Notes are for staff: the portal
-- has no grant on them.

create table ticket_numbers (
  id integer primary key,
  last_number integer not null,
  constraint ticket_numbers_one check (id = 1)
);

create table tickets (
  id text primary key,
  organisation_id text not null,
  number integer not null,
  project_id text,
  subject text not null,
  category text not null,
  impact text not null,
  priority text not null,
  resource_kind text,
  resource_id text,
  resource_name text,
  state text not null,
  opened_by_account_id text not null,
  assigned_staff_id text,
  opened_at timestamptz not null,
  answer_due_at timestamptz not null,
  answered_at timestamptz,
  remind_at timestamptz not null,
  reminded_at timestamptz,
  last_message_at timestamptz not null,
  last_message_by text not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  constraint tickets_by_organisation unique (organisation_id, id),
  constraint tickets_resolved check ((state = 'resolved') = (resolved_at is not null)),
  constraint tickets_closed check ((state = 'closed') = (closed_at is not null)),
  constraint tickets_due check (
    answer_due_at > opened_at and remind_at between opened_at and answer_due_at),
  constraint tickets_resource check (
    (resource_kind is null) = (resource_id is null) and (resource_kind is null) = (resource_name is null)
    and (resource_kind is null or project_id is not null)),
  constraint tickets_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint tickets_opened_by_account_id_accounts_id_fk
    foreign key (opened_by_account_id) references accounts (id),
  constraint tickets_assigned_staff_id_staff_accounts_id_fk
    foreign key (assigned_staff_id) references staff_accounts (id),
  constraint tickets_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create unique index tickets_number on tickets (number);
create index tickets_of_organisation on tickets (organisation_id, last_message_at);
create index tickets_open on tickets (answer_due_at) where state <> 'closed';
create index tickets_to_remind on tickets (remind_at) where answered_at is null and reminded_at is null;
create index tickets_to_close on tickets (resolved_at) where state = 'resolved';
create index tickets_measured on tickets (opened_at);
alter table tickets enable row level security, force row level security;
create policy tickets_portal on tickets to andromede_portal using (organisation_id = app.current_organisation());
create policy tickets_staff on tickets to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy tickets_visible on tickets as restrictive for select to andromede_portal
  using (
    (select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[])
    or (project_id is null and opened_by_account_id = app.current_account()));
create policy tickets_opened on tickets as restrictive for insert to andromede_portal
  with check (
    state = 'new' and opened_by_account_id = app.current_account() and assigned_staff_id is null
    and answered_at is null
    and ((select app.visible_projects()) is null or project_id is null
      or project_id = any ((select app.visible_projects())::text[])));
grant select, insert on tickets to andromede_portal;
grant select on tickets to andromede_operator, andromede_worker;
grant update (state, last_message_at, last_message_by, resolved_at, closed_at) on tickets to andromede_portal;
grant update (state, assigned_staff_id, answered_at, last_message_at, last_message_by, resolved_at, closed_at)
  on tickets to andromede_operator;
grant update (state, reminded_at, resolved_at, closed_at) on tickets to andromede_worker;

create table ticket_changes (
  id text primary key,
  organisation_id text not null,
  ticket_id text not null,
  from_state text,
  to_state text not null,
  actor text not null,
  changed_at timestamptz not null,
  constraint ticket_changes_of foreign key (organisation_id, ticket_id) references tickets (organisation_id, id)
);
create index ticket_changes_by_ticket on ticket_changes (ticket_id, changed_at);
alter table ticket_changes enable row level security, force row level security;
create policy ticket_changes_portal on ticket_changes to andromede_portal
  using (organisation_id = app.current_organisation());
create policy ticket_changes_staff on ticket_changes to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy ticket_changes_visible on ticket_changes as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_changes_written on ticket_changes as restrictive for insert to andromede_portal
  with check (actor = 'customer');
grant select, insert on ticket_changes to andromede_portal, andromede_operator;
grant insert on ticket_changes to andromede_worker;
create trigger ticket_changes_append_only before update or delete or truncate on ticket_changes
  for each statement execute function app.refuse_change();

create table ticket_followers (
  organisation_id text not null,
  ticket_id text,
  account_id text,
  constraint ticket_followers_ticket_id_account_id_pk primary key (ticket_id, account_id),
  constraint ticket_followers_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint ticket_followers_of foreign key (organisation_id, ticket_id) references tickets (organisation_id, id)
);
alter table ticket_followers enable row level security, force row level security;
create policy ticket_followers_portal on ticket_followers to andromede_portal
  using (organisation_id = app.current_organisation());
create policy ticket_followers_staff on ticket_followers to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy ticket_followers_visible on ticket_followers as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_followers_own on ticket_followers as restrictive for insert to andromede_portal
  with check (account_id = app.current_account());
create policy ticket_followers_leave on ticket_followers as restrictive for delete to andromede_portal
  using (account_id = app.current_account());
grant select, insert, delete on ticket_followers to andromede_portal;
grant select on ticket_followers to andromede_operator;

create table ticket_messages (
  id text primary key,
  organisation_id text not null,
  ticket_id text not null,
  side text not null,
  account_id text,
  staff_id text,
  body text not null,
  created_at timestamptz not null,
  constraint ticket_messages_by_organisation unique (organisation_id, ticket_id, id),
  constraint ticket_messages_author check (
    (side = 'customer') = (account_id is not null) and (side = 'support') = (staff_id is not null)),
  constraint ticket_messages_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint ticket_messages_staff_id_staff_accounts_id_fk foreign key (staff_id) references staff_accounts (id),
  constraint ticket_messages_of foreign key (organisation_id, ticket_id) references tickets (organisation_id, id)
);
create index ticket_messages_by_ticket on ticket_messages (ticket_id, created_at);
alter table ticket_messages enable row level security, force row level security;
create policy ticket_messages_portal on ticket_messages to andromede_portal
  using (organisation_id = app.current_organisation());
create policy ticket_messages_staff on ticket_messages to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy ticket_messages_visible on ticket_messages as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_messages_written on ticket_messages as restrictive for insert to andromede_portal
  with check (side = 'customer' and account_id = app.current_account());
grant select, insert on ticket_messages to andromede_portal, andromede_operator;
grant select on ticket_messages to andromede_worker;
create trigger ticket_messages_append_only before update or delete or truncate on ticket_messages
  for each statement execute function app.refuse_change();

create table ticket_attachments (
  id text primary key,
  organisation_id text not null,
  ticket_id text not null,
  message_id text not null,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  content bytea not null,
  constraint ticket_attachments_size check (size_bytes between 1 and 10485760),
  constraint ticket_attachments_of
    foreign key (organisation_id, ticket_id, message_id) references ticket_messages (organisation_id, ticket_id, id)
);
create index ticket_attachments_by_message on ticket_attachments (ticket_id, message_id);
create index ticket_attachments_sizes on ticket_attachments (organisation_id, size_bytes);
alter table ticket_attachments enable row level security, force row level security;
create policy ticket_attachments_portal on ticket_attachments to andromede_portal
  using (organisation_id = app.current_organisation());
create policy ticket_attachments_staff on ticket_attachments
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy ticket_attachments_visible on ticket_attachments as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
grant select, insert on ticket_attachments to andromede_portal, andromede_operator;
create trigger ticket_attachments_append_only before update or delete or truncate on ticket_attachments
  for each statement execute function app.refuse_change();

create table ticket_notes (
  id text primary key,
  organisation_id text not null,
  ticket_id text not null,
  staff_id text not null,
  body text not null,
  created_at timestamptz not null,
  constraint ticket_notes_staff_id_staff_accounts_id_fk foreign key (staff_id) references staff_accounts (id),
  constraint ticket_notes_of foreign key (organisation_id, ticket_id) references tickets (organisation_id, id)
);
create index ticket_notes_by_ticket on ticket_notes (ticket_id, created_at);
alter table ticket_notes enable row level security, force row level security;
create policy ticket_notes_portal on ticket_notes to andromede_portal using (false);
create policy ticket_notes_staff on ticket_notes to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on ticket_notes to andromede_operator;
create trigger ticket_notes_append_only before update or delete or truncate on ticket_notes
  for each statement execute function app.refuse_change();

-- A file for a message that is not written yet is visible to its author alone. It is then attached or dropped.
create table ticket_uploads (
  id text primary key,
  organisation_id text,
  account_id text,
  staff_id text,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  content bytea not null,
  created_at timestamptz not null,
  constraint ticket_uploads_sender check (
    (organisation_id is null) = (account_id is null) and (account_id is null) <> (staff_id is null)),
  constraint ticket_uploads_size check (size_bytes between 1 and 10485760),
  constraint ticket_uploads_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint ticket_uploads_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint ticket_uploads_staff_id_staff_accounts_id_fk foreign key (staff_id) references staff_accounts (id)
);
create index ticket_uploads_of_account on ticket_uploads (organisation_id, account_id);
create index ticket_uploads_of_staff on ticket_uploads (staff_id);
create index ticket_uploads_by_age on ticket_uploads (created_at);
alter table ticket_uploads enable row level security, force row level security;
create policy ticket_uploads_portal on ticket_uploads to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy ticket_uploads_staff on ticket_uploads to andromede_operator, andromede_migrator using (true);
create policy ticket_uploads_operators_own on ticket_uploads as restrictive to andromede_operator
  using (staff_id is not null);
create policy ticket_uploads_worker on ticket_uploads to andromede_worker using (true);
grant select, insert, delete on ticket_uploads to andromede_portal, andromede_operator;
grant delete on ticket_uploads to andromede_worker;
grant select (id, created_at) on ticket_uploads to andromede_worker;
