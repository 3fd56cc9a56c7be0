-- Metrics in partitions by time, which are dropped instead of deleted row by row. Former tables become default partitions
-- without a copy: their rows age out there, and a sample whose hour has no partition is stored there. Builds since 0040
-- work with both.
-- oldest: 0040

alter table metric_samples rename to metric_samples_default;
alter table metric_samples_default rename constraint metric_samples_instance_id_at_pk to metric_samples_default_pk;
alter index metric_samples_by_time rename to metric_samples_default_by_time;
alter index metric_samples_by_host rename to metric_samples_default_by_host;

create table metric_samples (
  instance_id text constraint metric_samples_instance_id_not_null not null,
  organisation_id text constraint metric_samples_organisation_id_not_null not null,
  host_id text constraint metric_samples_host_id_not_null not null,
  at timestamptz constraint metric_samples_at_not_null not null,
  cpu_micros bigint constraint metric_samples_cpu_micros_not_null not null,
  memory_mib integer constraint metric_samples_memory_mib_not_null not null,
  disk_mib integer,
  received_bytes bigint constraint metric_samples_received_bytes_not_null not null,
  sent_bytes bigint constraint metric_samples_sent_bytes_not_null not null,
  constraint metric_samples_instance_id_at_pk primary key (instance_id, at),
  constraint metric_samples_host_id_hosts_id_fk foreign key (host_id) references hosts (id),
  constraint metric_samples_organisation_id_instance_id_instances_organisati
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
) partition by range (at);
create index metric_samples_by_time on metric_samples (at);
create index metric_samples_by_host on metric_samples (host_id, at);
alter table metric_samples attach partition metric_samples_default default;
alter table metric_samples enable row level security, force row level security;
create policy metric_samples_portal on metric_samples for select to andromede_portal
  using (organisation_id = app.current_organisation());
create policy metric_samples_staff on metric_samples to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- Not delete: a former build deletes by the physical place of a row, which is not unique among partitions.
grant select on metric_samples to andromede_portal, andromede_operator;
grant select, insert on metric_samples to andromede_worker;
revoke all on metric_samples_default from andromede_portal, andromede_operator, andromede_worker;
grant select, delete on metric_samples_default to andromede_worker;

alter table instance_metrics rename to instance_metrics_default;
alter table instance_metrics_default
  rename constraint instance_metrics_instance_id_resolution_seconds_at_pk to instance_metrics_default_pk;
alter index instance_metrics_by_time rename to instance_metrics_default_by_time;

create table instance_metrics (
  instance_id text constraint instance_metrics_instance_id_not_null not null,
  organisation_id text constraint instance_metrics_organisation_id_not_null not null,
  resolution_seconds integer constraint instance_metrics_resolution_seconds_not_null not null,
  at timestamptz constraint instance_metrics_at_not_null not null,
  seconds integer constraint instance_metrics_seconds_not_null not null,
  cpu_milli bigint constraint instance_metrics_cpu_milli_not_null not null,
  cpu_milli_max bigint constraint instance_metrics_cpu_milli_max_not_null not null,
  memory_mib bigint constraint instance_metrics_memory_mib_not_null not null,
  memory_mib_max bigint constraint instance_metrics_memory_mib_max_not_null not null,
  disk_mib bigint,
  received_bytes_per_second bigint constraint instance_metrics_received_bytes_per_second_not_null not null,
  sent_bytes_per_second bigint constraint instance_metrics_sent_bytes_per_second_not_null not null,
  constraint instance_metrics_instance_id_resolution_seconds_at_pk primary key (instance_id, resolution_seconds, at),
  constraint instance_metrics_resolutions check (resolution_seconds in (60, 3600)),
  constraint instance_metrics_organisation_id_instance_id_instances_organisa
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
) partition by range (resolution_seconds, at);
create index instance_metrics_by_time on instance_metrics (resolution_seconds, at);
alter table instance_metrics attach partition instance_metrics_default default;
alter table instance_metrics enable row level security, force row level security;
create policy instance_metrics_portal on instance_metrics for select to andromede_portal
  using (organisation_id = app.current_organisation());
create policy instance_metrics_staff on instance_metrics to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on instance_metrics to andromede_portal, andromede_operator;
grant select, insert on instance_metrics to andromede_worker;
revoke all on instance_metrics_default from andromede_portal, andromede_operator, andromede_worker;
grant select, delete on instance_metrics_default to andromede_worker;

alter table host_metrics rename to host_metrics_default;
alter table host_metrics_default
  rename constraint host_metrics_host_id_resolution_seconds_at_pk to host_metrics_default_pk;
alter index host_metrics_by_time rename to host_metrics_default_by_time;

create table host_metrics (
  host_id text constraint host_metrics_host_id_not_null not null,
  resolution_seconds integer constraint host_metrics_resolution_seconds_not_null not null,
  at timestamptz constraint host_metrics_at_not_null not null,
  seconds integer constraint host_metrics_seconds_not_null not null,
  cpu_milli bigint constraint host_metrics_cpu_milli_not_null not null,
  cpu_milli_max bigint constraint host_metrics_cpu_milli_max_not_null not null,
  memory_mib bigint constraint host_metrics_memory_mib_not_null not null,
  memory_mib_max bigint constraint host_metrics_memory_mib_max_not_null not null,
  disk_mib bigint,
  received_bytes_per_second bigint constraint host_metrics_received_bytes_per_second_not_null not null,
  sent_bytes_per_second bigint constraint host_metrics_sent_bytes_per_second_not_null not null,
  constraint host_metrics_host_id_resolution_seconds_at_pk primary key (host_id, resolution_seconds, at),
  constraint host_metrics_resolutions check (resolution_seconds in (60, 3600)),
  constraint host_metrics_host_id_hosts_id_fk foreign key (host_id) references hosts (id)
) partition by range (resolution_seconds, at);
create index host_metrics_by_time on host_metrics (resolution_seconds, at);
alter table host_metrics attach partition host_metrics_default default;
grant select on host_metrics to andromede_operator;
grant select, insert on host_metrics to andromede_worker;
revoke all on host_metrics_default from andromede_operator, andromede_worker;
grant select, delete on host_metrics_default to andromede_worker;
