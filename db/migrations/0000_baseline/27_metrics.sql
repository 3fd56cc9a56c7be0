-- What servers and hosts use. The worker writes it; organisations and staff read it.

create table host_metrics (
  host_id text,
  resolution_seconds integer,
  at timestamptz,
  seconds integer not null,
  cpu_milli bigint not null,
  cpu_milli_max bigint not null,
  memory_mib bigint not null,
  memory_mib_max bigint not null,
  disk_mib bigint,
  received_bytes_per_second bigint not null,
  sent_bytes_per_second bigint not null,
  constraint host_metrics_host_id_resolution_seconds_at_pk primary key (host_id, resolution_seconds, at),
  constraint host_metrics_resolutions check (resolution_seconds in (60, 3600)),
  constraint host_metrics_host_id_hosts_id_fk foreign key (host_id) references hosts (id)
);
create index host_metrics_by_time on host_metrics (resolution_seconds, at);
grant select on host_metrics to andromede_operator;
grant select, insert, delete on host_metrics to andromede_worker;

create table instance_metrics (
  instance_id text,
  organisation_id text not null,
  resolution_seconds integer,
  at timestamptz,
  seconds integer not null,
  cpu_milli bigint not null,
  cpu_milli_max bigint not null,
  memory_mib bigint not null,
  memory_mib_max bigint not null,
  disk_mib bigint,
  received_bytes_per_second bigint not null,
  sent_bytes_per_second bigint not null,
  constraint instance_metrics_instance_id_resolution_seconds_at_pk primary key (instance_id, resolution_seconds, at),
  constraint instance_metrics_resolutions check (resolution_seconds in (60, 3600)),
  constraint instance_metrics_organisation_id_instance_id_instances_organisa
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index instance_metrics_by_time on instance_metrics (resolution_seconds, at);
alter table instance_metrics enable row level security, force row level security;
create policy instance_metrics_portal on instance_metrics for select to andromede_portal
  using (organisation_id = app.current_organisation());
create policy instance_metrics_staff on instance_metrics to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on instance_metrics to andromede_portal, andromede_operator;
grant select, insert, delete on instance_metrics to andromede_worker;

create table metric_samples (
  instance_id text,
  organisation_id text not null,
  host_id text not null,
  at timestamptz,
  cpu_micros bigint not null,
  memory_mib integer not null,
  disk_mib integer,
  received_bytes bigint not null,
  sent_bytes bigint not null,
  constraint metric_samples_instance_id_at_pk primary key (instance_id, at),
  constraint metric_samples_host_id_hosts_id_fk foreign key (host_id) references hosts (id),
  constraint metric_samples_organisation_id_instance_id_instances_organisati
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index metric_samples_by_time on metric_samples (at);
create index metric_samples_by_host on metric_samples (host_id, at);
alter table metric_samples enable row level security, force row level security;
create policy metric_samples_portal on metric_samples for select to andromede_portal
  using (organisation_id = app.current_organisation());
create policy metric_samples_staff on metric_samples to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on metric_samples to andromede_portal, andromede_operator;
grant select, insert, delete on metric_samples to andromede_worker;
