-- Null: unknown. The columns of zone_images hold what the zone's hypervisor reported last.
alter table images add column has_ssh boolean;
alter table zone_images add column has_cloud_init boolean, add column has_ssh boolean;
