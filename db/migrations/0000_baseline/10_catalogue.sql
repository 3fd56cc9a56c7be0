-- Zones, images, bundles and their prices.

create table bundles (
  id text primary key,
  slug text not null,
  name text not null,
  kind text not null,
  family text not null,
  instance_type text not null default 'container',
  vcpu integer not null,
  memory_mib integer not null,
  root_disk_gib integer not null,
  volume_gib integer not null,
  volume_class text,
  position integer not null,
  is_active boolean not null default true,
  required_labels jsonb not null default '{}',
  placement text,
  order_fields jsonb not null default '{}',
  constraint bundles_slug_unique unique (slug),
  constraint bundles_placement check (placement in ('spread', 'pack')),
  constraint bundles_parts check (
    (kind = 'compute' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib = 0)
    or (kind = 'storage' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib > 0 and volume_class is not null)
    or (kind = 'combined' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib > 0 and volume_class is not null)
    or (kind = 'address' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib = 0))
);
grant select on bundles to andromede_portal, andromede_worker;
grant select, insert, update on bundles to andromede_operator;
create trigger bundles_promised after insert on bundles
  for each row when (new.kind <> 'address') execute function app.promise_bundle();

create table images (
  id text primary key,
  slug text not null,
  name text not null,
  updated_on text not null,
  position integer not null,
  is_active boolean not null default true,
  min_disk_gib integer not null,
  instance_type text,
  constraint images_slug_unique unique (slug)
);
grant select on images to andromede_portal;
grant select, insert, update on images to andromede_operator, andromede_worker;

create table price_versions (
  id text primary key,
  bundle_id text not null,
  meter text not null,
  micro_cents_per_hour bigint not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint price_versions_price check (micro_cents_per_hour >= 0),
  constraint price_versions_order check (valid_to is null or valid_to >= valid_from),
  constraint price_versions_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  -- One price is in force at a time.
  constraint price_versions_no_overlap
    exclude using gist (bundle_id with =, meter with =, tstzrange(valid_from, valid_to, '[)'::text) with &&)
);
create index price_versions_by_bundle on price_versions (bundle_id, meter, valid_from);
grant select on price_versions to andromede_portal, andromede_worker;
grant select, insert, update on price_versions to andromede_operator;
create trigger price_versions_guard before update on price_versions for each row execute function app.guard_price();

create table zones (
  id text primary key,
  code text not null,
  name text not null,
  city text not null,
  position integer not null,
  state text not null,
  driver text not null default 'simulator',
  placement text not null default 'spread',
  address_prefix text not null,
  keeps_headroom boolean not null default false,
  -- False where each member of a cluster has a bridge of its own: servers on two hosts cannot reach each other
  -- privately.
  networks_span_hosts boolean not null default true,
  constraint zones_code_unique unique (code)
);
grant select on zones to andromede_portal;
grant select, insert, update on zones to andromede_operator;
grant select, update on zones to andromede_worker;
create trigger zones_promised after insert on zones for each row execute function app.promise_zone();

-- The worker and the operator's site delete an image that the hypervisor no longer has.
create table zone_images (
  zone_id text,
  image_id text,
  alias text not null,
  constraint zone_images_zone_id_image_id_pk primary key (zone_id, image_id),
  constraint zone_images_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint zone_images_image_id_images_id_fk foreign key (image_id) references images (id)
);
grant select on zone_images to andromede_portal;
grant select, insert, update, delete on zone_images to andromede_operator;
grant select, insert, update on zone_images to andromede_worker;

-- The worker records which zones it reached; the sites read it to know what may be sold.
create table zone_reach (
  zone_id text primary key,
  reached_at timestamptz,
  failed_at timestamptz,
  failure_code text,
  failure_text text,
  vantages jsonb,
  vantages_checked_at timestamptz,
  watched_by text,
  watched_until timestamptz,
  fingerprint text,
  -- The worker that checks whether the hosts of the zone answer, until hosts_looked_until.
  hosts_looked_by text,
  hosts_looked_until timestamptz,
  constraint zone_reach_fingerprint_unique unique (fingerprint),
  constraint zone_reach_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on zone_reach to andromede_portal, andromede_operator;
grant select, insert, update on zone_reach to andromede_worker;
