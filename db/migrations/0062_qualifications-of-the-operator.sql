-- What the operator declares of itself to everyone: its qualifications, and who owns it. A qualification is never deleted:
-- its last state is "withdrawn", and the journal keeps each change. Which member of staff changed it stays with staff.
create table qualifications (
  id text primary key,
  kind text not null,
  name text,
  status text not null,
  status_on date not null,
  valid_until date,
  scope_fr text not null,
  scope_en text not null,
  body text,
  reference text,
  link text,
  declared_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by_staff_id text,
  constraint qualifications_kind check (kind in ('secnumcloud', 'hds', 'iso_27001', 'iso_27017', 'iso_27018', 'iso_27701',
    'iso_9001', 'iso_14001', 'iso_50001', 'cispe', 'other')),
  constraint qualifications_name check ((kind = 'other') = (name is not null)),
  constraint qualifications_status check (status in ('planned', 'filed', 'audit', 'obtained', 'withdrawn')),
  constraint qualifications_obtained check (status <> 'obtained' or (body is not null and reference is not null)),
  constraint qualifications_validity check (valid_until is null or status in ('obtained', 'withdrawn')),
  constraint qualifications_changed_by_staff_id_staff_accounts_id_fk
    foreign key (changed_by_staff_id) references staff_accounts (id)
);
grant select (id, kind, name, status, status_on, valid_until, scope_fr, scope_en, body, reference, link, changed_at)
  on qualifications to andromede_portal;
grant select, insert, update on qualifications to andromede_operator;

-- Unknown until the seller is declared again.
alter table selling_entities add column owners jsonb, add column declared_at timestamptz;
