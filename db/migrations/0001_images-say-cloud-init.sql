alter table images add column has_cloud_init boolean not null default false;
