-- A monthly export leaves on a day, to chosen members, and may pause. Existing ones keep their rule: as soon as the month
-- is billed (from day 1 on), to the owners and accountants of today.
alter table export_schedules
  add column day integer not null default 1,
  add column paused_at timestamptz,
  add column resumed_at timestamptz,
  add constraint export_schedules_day check (day between 1 and 28) not valid;
grant select (day, paused_at, resumed_at), update (format, day, paused_at, resumed_at)
  on export_schedules to andromede_portal;

create table export_schedule_recipients (
  schedule_id text,
  member_id text,
  organisation_id text not null,
  constraint export_schedule_recipients_schedule_id_member_id_pk primary key (schedule_id, member_id),
  constraint export_schedule_recipients_schedule
    foreign key (organisation_id, schedule_id) references export_schedules (organisation_id, id),
  constraint export_schedule_recipients_member
    foreign key (organisation_id, member_id) references organisation_members (organisation_id, id)
);
alter table export_schedule_recipients enable row level security, force row level security;
create policy export_schedule_recipients_portal on export_schedule_recipients to andromede_portal
  using (organisation_id = app.current_organisation());
create policy export_schedule_recipients_staff on export_schedule_recipients
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, delete on export_schedule_recipients to andromede_portal;
grant select on export_schedule_recipients to andromede_worker;

insert into export_schedule_recipients (schedule_id, member_id, organisation_id)
select s.id, m.id, s.organisation_id
from export_schedules s join organisation_members m on m.organisation_id = s.organisation_id
where s.destination = 'mail' and s.ended_at is null and m.role in ('owner', 'billing') and m.removed_at is null;
